"""What the exit codes mean."""

DONE = 0
FAILED = 1
"""A foreseen failure, or some items failed: the report says which."""
USAGE = 2
NOTHING = 3
"""The articles do not say, or nothing was found."""
INTERRUPTED = 130
TERMINATED = 143
