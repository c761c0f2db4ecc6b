"""What words, numbers, names and questions are, as they are compared."""
