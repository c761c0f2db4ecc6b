"""Training of the reader that scores sentences as answers."""
