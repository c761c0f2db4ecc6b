"""Answers with their citations as one web page that needs nothing else."""

import re
from collections.abc import Iterator, Sequence
from html import escape

from qa.printing.render import plain
from qa.printing.signs import MEANINGS, SIGNS
from qa.printing.vanished import remark
from qa.records import Answer, Citation
from qa.retrieval.filters import described

_MARK = re.compile(r"\[(\d+)\]")
_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  color-scheme: light dark; }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 2.5rem }
ul { list-style: none; padding: 0 } .sign { display: inline-block; width: 1.4rem }
.aside { opacity: .7; font-size: .9rem } blockquote { margin: .2rem 0; }
"""


def web_page(title: str, turns: Sequence[Answer]) -> str:
    """Return the page; nothing in anybody's words is read as HTML, and nothing is fetched for it."""
    body = "\n".join(part for number, turn in enumerate(turns, 1) for part in _parts(number, turn))
    return (
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{_text(title)}</title>\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<style>{_STYLE}</style>\n<h1>{_text(title)}</h1>\n{body}\n</html>\n"
    )


def _parts(number: int, answer: Answer) -> Iterator[str]:
    yield f'<h2 id="q{number}">{_text(answer.question)}</h2>'
    if answer.understood.strip() != answer.question.strip():
        yield f'<p class="aside">understood as: {_text(answer.understood)}</p>'
    if filters := described(answer.scope):
        yield f'<p class="aside">asked of: {_text(filters)}</p>'
    if answer.sentences:
        yield "<ul>"
        for one in answer.sentences:
            sign = f'<span class="sign" title="{MEANINGS[one.origin]}">{SIGNS[one.origin]}</span>'
            yield f"<li>{sign}{_marked(one.text, one.marks, number)}</li>"
        yield "</ul>"
    elif answer.text:  # one that was stopped before its first sentence has none
        yield f"<p>{_text(answer.text)}</p>"
    if answer.stopped:
        yield '<p class="aside">stopped: this is not all of the answer</p>'
    if answer.citations:
        yield "<ol>"
        yield from (_citation(number, one) for one in answer.citations)
        yield "</ol>"


def _citation(number: int, citation: Citation) -> str:
    hit = citation.hit
    about = [_linked(hit.title, hit.path), *([_text(hit.source)] if hit.source else [])]
    about.append(str(hit.date) if hit.date else "no date")
    return (
        f'<li id="q{number}-{citation.n}" value="{citation.n}">{", ".join(about)}{_text(remark(citation))}'
        f"<blockquote>{_text(citation.quotation)}</blockquote>"
        f'<span class="aside">{_text(hit.path)}</span></li>'
    )


def _linked(title: str, path: str) -> str:
    """Return a title, which leads to its address where it has one on the web."""
    if not path.startswith(("http://", "https://")):
        return _text(title)
    return f'<a href="{_text(path)}" rel="noreferrer">{_text(title)}</a>'


def _marked(text: str, marks: Sequence[int], number: int) -> str:
    """Return a sentence whose marks lead to their citations."""

    def link(found: re.Match[str]) -> str:
        if int(found[1]) not in marks:
            return found[0]
        return f'<a href="#q{number}-{found[1]}">{found[0]}</a>'

    return _MARK.sub(link, _text(text))


def _text(words: str) -> str:
    """Return words in one line as a browser shows them."""
    return escape(" ".join(plain(words).split()))
