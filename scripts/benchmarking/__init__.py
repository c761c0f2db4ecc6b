"""What the program costs in seconds and bytes; `scripts/benchmark` runs it."""
