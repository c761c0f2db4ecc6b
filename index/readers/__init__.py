"""One module per format, and one dispatcher that chooses between them."""
