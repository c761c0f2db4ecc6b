"""A sentence and what it rests on → whether it holds."""
