"""Texts that are only a notice: what a site shows in an article's place."""

import re
from collections.abc import Sequence

from index.errors import ReadError
from index.readers.notice_phrases import BESIDES, CERTAIN

_LONGEST = 400
"""Words; a longer text is a document of its own, such as a whole cookie policy, and is left to its reader."""
_SHARE = 0.6
"""The share of a text's words that has to stand in sentences of a notice."""
_MOST_OTHER = 40
"""Words besides; more of them, however little they are of the whole, may be the article's own beginning."""
_SHORT = 3
"""Lines of no more words are buttons and labels, and count for neither side."""
_LABEL = 6
_ADDRESS = re.compile(r"\b(?:you|your|we|our|us|my|please|here|this (?:page|site|website))\b", re.IGNORECASE)
_SENTENCE = re.compile(r"\n+|(?<=[.!?…])\s+")

_KINDS = {name: re.compile(pattern, re.IGNORECASE | re.VERBOSE) for name, pattern in CERTAIN.items()}
_OFTEN = re.compile(BESIDES, re.IGNORECASE | re.VERBOSE)


def refuse(text: str) -> None:
    """Nothing, for a text that may be an article.

    Raises:
        ReadError: It is only a notice, by the name of its kind.
    """
    kind = notice_in(text)
    if kind is not None:
        raise ReadError(f"only a notice ({kind}), no article in it; save the page while its article shows")


def notice_in(text: str) -> str | None:
    """The kind of notice that a text is and nothing else, such as "cookies"; `None` for anything else.

    A sentence that speaks to the reader of this very page, in a site's own set phrases, is the notice's; an
    article about cookies or registration tells of them, and has more to tell.
    """
    if len(text) > 12 * _LONGEST or len(text.split()) > _LONGEST:
        return None
    sentences = [part.strip() for part in _SENTENCE.split(text) if len(part.split()) > _SHORT]
    kinds = [_kind(sentence) for sentence in sentences or [text.strip()]]
    if not any(kinds):
        return None
    theirs = sum(_size(one) for one, kind in zip(sentences, kinds, strict=False) if kind or _is_theirs(one))
    other = sum(map(_size, sentences)) - theirs
    whole = other <= _MOST_OTHER and theirs >= _SHARE * (theirs + other)
    return _commonest(kinds) if whole else None


def _kind(sentence: str) -> str | None:
    return next((name for name, pattern in _KINDS.items() if pattern.search(sentence)), None)


def _is_theirs(sentence: str) -> bool:
    """Whether a sentence without a phrase of its own still speaks to the reader of a site, or only labels."""
    return bool(_OFTEN.search(sentence)) and (_size(sentence) <= _LABEL or bool(_ADDRESS.search(sentence)))


def _commonest(kinds: Sequence[str | None]) -> str:
    """The kind that most sentences are of, the first of several."""
    found = [kind for kind in kinds if kind]
    return max(dict.fromkeys(found), key=found.count)


def _size(sentence: str) -> int:
    return len(sentence.split())
