"""What a language model wrote and the answer does not say, in a line each, for the command and the chat.

Text of articles and models is in it as it was read: what shows it must make it harmless.
"""

from collections.abc import Sequence

from qa.records import Answer, Sentence


def replaced_line(sentence: Sentence) -> str | None:
    """Return what the model wrote where it did not hold, and why; `None` where nothing is to be said."""
    if sentence.said is not None:
        why = f" — {sentence.objection}" if sentence.objection else ""
        return f"The model wrote: {_in_marks(sentence.said)}{why}"
    return f"Not borne out: {sentence.objection}" if sentence.objection else None


def replaced_lines(sentences: Sequence[Sentence]) -> list[str]:
    """Return a line for each sentence that has one, with what tells which sentence it is."""
    return [_with_place(sentence, line) for sentence in sentences if (line := replaced_line(sentence))]


def trouble_line(answer: Answer) -> str | None:
    """Return why the model did not write all of an answer; `None` where it did."""
    return f"what the model did not write is quoted: {answer.trouble}" if answer.trouble else None


def _with_place(sentence: Sentence, line: str) -> str:
    if sentence.said is None:
        return f"{sentence.shown} {line}"
    return f"{''.join(f'[{mark}]' for mark in sentence.marks)} {line}".lstrip()


def _in_marks(words: str) -> str:
    return words if any(mark in words for mark in '“”"') else f"“{words}”"
