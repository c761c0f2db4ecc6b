"""Answers with their citations as Markdown."""

import re
from collections.abc import Iterator, Sequence

from qa.printing.render import plain
from qa.printing.signs import MEANINGS, SIGNS
from qa.printing.vanished import remark
from qa.records import Answer, Citation
from qa.retrieval.filters import described

_STEERING = re.compile(r"([\\`*_\[\]<>#|~&!])")
_FIRST = re.compile(r"^(\s*)([-+=]|\d+[.)])")
_MARK = re.compile(r"\\\[(\d+)\\\]")


def markdown_page(title: str, turns: Sequence[Answer]) -> str:
    """Return a conversation: each question a heading, under it the answer and what it rests on."""
    parts = [f"# {_literal(title)}", *map(markdown_answer, turns)]
    return "\n\n".join(parts) + "\n"


def markdown_answer(answer: Answer) -> str:
    """Return a question with its answer and citations; nothing in their words is read as Markdown."""
    return "\n\n".join(_parts(answer))


def _parts(answer: Answer) -> Iterator[str]:
    yield f"## {_literal(answer.question)}"
    if answer.understood.strip() != answer.question.strip():
        yield f"*understood as: {_literal(answer.understood)}*"
    if filters := described(answer.scope):
        yield f"*asked of: {_literal(filters)}*"
    if answer.sentences:
        yield "\n".join(f"- {SIGNS[one.origin]} {_marked(one.text, one.marks)}" for one in answer.sentences)
        kinds = {one.origin for one in answer.sentences}
        yield " · ".join(f"{SIGNS[kind]} {meaning}" for kind, meaning in MEANINGS.items() if kind in kinds)
    elif answer.text:  # one that was stopped before its first sentence has none
        yield _literal(answer.text)
    if answer.stopped:
        yield "*stopped: this is not all of the answer*"
    if answer.citations:
        yield "\n".join(map(_citation, answer.citations))


def _citation(citation: Citation) -> str:
    hit = citation.hit
    about = [f"**{_literal(hit.title)}**", *map(_literal, filter(None, (hit.source,)))]
    about.append(str(hit.date) if hit.date else "no date")
    return (
        f"{citation.n}. {', '.join(about)}{remark(citation)}: {_literal(citation.quotation)} "
        f"{_place(hit.path)}"
    )


def _place(path: str) -> str:
    """Return an address as a link, or a path as it is."""
    if not path.startswith(("http://", "https://")):
        return _literal(path)
    address = "".join(plain(path).split()).replace("<", "%3C").replace(">", "%3E")
    return f"<{address}>"


def _literal(text: str) -> str:
    """Return text in one line that Markdown shows as it is."""
    line = " ".join(plain(text).split())
    return _FIRST.sub(r"\1\\\2", _STEERING.sub(r"\\\1", line))


def _marked(text: str, marks: Sequence[int]) -> str:
    """Return a sentence, its marks as they are read: [1]."""
    return _MARK.sub(lambda found: f"[{found[1]}]" if int(found[1]) in marks else found[0], _literal(text))
