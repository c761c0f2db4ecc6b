"""What is known of a conversation before anything of it is kept."""

import os

TURNS_TAKEN_UP = 20
"""Last turns that a question is asked with: more than any follow-up points back over."""


def new_conversation() -> str:
    """Return the id of a new conversation; nothing is written before its first turn."""
    return os.urandom(8).hex()
