"""Whether a library is sound, and what can be saved where it is not."""
