"""PDF documents → articles."""
