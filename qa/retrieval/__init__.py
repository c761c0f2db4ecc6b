"""A question → the passages that bear on it."""
