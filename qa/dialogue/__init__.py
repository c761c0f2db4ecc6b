"""A question inside a conversation → the question that stands alone."""
