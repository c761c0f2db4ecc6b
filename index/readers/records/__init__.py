"""JSON and JSON Lines → articles."""
