"""E-books (EPUB) → articles, a chapter each."""
