"""Articles in, library out: reading, passages, vectors, words, the stored library."""
