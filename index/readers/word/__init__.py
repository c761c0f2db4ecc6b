"""Word documents → articles."""
