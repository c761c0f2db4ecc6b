"""Citations that could not be verified again: said wherever they are shown."""

from qa.records import Answer, Citation

VANISHED = "no longer in the library as quoted"


def vanished(answer: Answer) -> str:
    """Return which of an answer's sources are not in the library any more as it quotes them; "" for none.

    An article that was changed or taken out leaves such citations in a conversation that was kept.
    """
    gone = [str(citation.n) for citation in answer.citations if not citation.verified]
    if not gone:
        return ""
    if len(gone) == 1:
        return f"! Source {gone[0]} is {VANISHED}."
    return f"! Sources {', '.join(gone[:-1])} and {gone[-1]} are {VANISHED}."


def remark(citation: Citation | None) -> str:
    """Return what is to be said of one citation beside where it is from; "" where it was verified."""
    return "" if citation is None or citation.verified else f" · {VANISHED}"
