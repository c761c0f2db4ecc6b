"""A question → its answer, sentence by sentence."""
