"""How many tokens a text has at most, where no tokenizer can be asked."""

import re
from collections.abc import Sequence

from qa.models.llm import Message

MESSAGE_TOKENS = 16
"""What a chat template puts around a message: its role and its ends; from 3 to 9 in those we know."""
PROMPT_TOKENS = 128
"""What it puts before all of them: some say who the model is and what day it is, in about 100."""

_SMALL = re.compile(r"[a-z]+")
_SPACE_BEFORE_WORD = re.compile(r" (?=[A-Za-z])")


def most_tokens(messages: Sequence[Message]) -> int:
    """Return how many tokens a prompt has at most, its template and the opening of the answer included."""
    return PROMPT_TOKENS + sum(MESSAGE_TOKENS + most_tokens_in(message.content) for message in messages)


def most_tokens_in(text: str) -> int:
    """Return how many tokens a text has at most, whatever the tokenizer.

    A token is a byte at least, so bytes are the bound, with two things spared that every vocabulary
    in use has longer pieces for: every second one of small Latin letters, and the space before a
    word. It comes to 1.9 times what the bundled model counts in the sample articles and 1.8 times in
    Chinese news, and to less than it counts in no line of either; a run of letters that is no word
    in any language could have more.
    """
    spared = sum(len(run) // 2 for run in _SMALL.findall(text))
    return len(text.encode("utf-8", "replace")) - spared - len(_SPACE_BEFORE_WORD.findall(text))
