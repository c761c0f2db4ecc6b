"""How the chat says dates, numbers and whole answers; the same on the screen and on the clipboard."""

from datetime import date

from qa.asking import Holdings, Terms
from qa.printing.markdown_page import markdown_answer
from qa.printing.placing import below_title
from qa.printing.replaced import replaced_line, trouble_line
from qa.printing.signs import MEANINGS, SIGNS
from qa.printing.vanished import remark
from qa.records import Answer, Citation, Hit, Usage
from qa.retrieval.filters import described
from qa.tui.plain import inert, one_line


def counted(number: int, thing: str) -> str:
    """Return "1 article", "1,204 articles"."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def day(when: date | None) -> str:
    """Return "4 Mar 2024"; "no date" for `None`."""
    return "no date" if when is None else f"{when.day} {when:%b} {when.year}"


def span(first: date | None, last: date | None) -> str:
    """Return "Jan 2019 – Nov 2026", one month where both fall in it; "" where a date is unknown."""
    if first is None or last is None:
        return ""
    start, end = f"{first:%b} {first.year}", f"{last:%b} {last.year}"
    return start if start == end else f"{start} – {end}"


def library_facts(name: str, holdings: Holdings) -> list[str]:
    """Return the library's name, size, what is still to be embedded, and range of dates."""
    embedding = f"{counted(holdings.waiting, 'passage')} to embed" if holdings.waiting else ""
    articles = counted(holdings.articles, "article")
    parts = (one_line(name), articles, embedding, span(holdings.first, holdings.last))
    return [part for part in parts if part]


def in_short(terms: Terms) -> str:
    """Return the filters, and that no model writes, in a line; "" where all is as usual."""
    return one_line(" · ".join(filter(None, (described(terms.scope), "quotations alone" * terms.quote))))


def origin(hit: Hit) -> str:
    """Return "Millbrook Herald · 4 Mar 2024 · also in 2 others", from what is known of the article."""
    parts = [one_line(hit.source)] if hit.source else []
    parts.append(day(hit.date))
    if hit.also_in:
        parts.append(f"also in {counted(len(hit.also_in), 'other')}")
    return " · ".join(parts)


def legend(answer: Answer) -> str:
    """Return what the signs in this answer mean, so that none has to be learnt; "" for none."""
    origins = {sentence.origin for sentence in answer.sentences}
    said = [f"{SIGNS[kind]} {meaning}" for kind, meaning in MEANINGS.items() if kind in origins]
    if any(map(replaced_line, answer.sentences)):
        said.append("s shows what the model wrote")
    return "   ".join(said)


def trouble(answer: Answer) -> str:
    """Return why the model did not write all of the answer; "" where it did."""
    line = trouble_line(answer)
    return f"! {one_line(line)}" if line else ""


def seconds(answer: Answer) -> str:
    """Return "3.1 s" for the whole answer; "" where it was not timed."""
    total = answer.timings.total_ms
    return "" if total is None else f"{total / 1000:.1f} s"


def usage_facts(usage: Usage | None) -> list[str]:
    """Return "82 tok/s" and "27% of context", the speed and how much of the window was used, where known."""
    if usage is None:
        return []
    speed = [f"{usage.per_second:.0f} tok/s"] if usage.per_second else []
    return [*speed, f"{usage.used / usage.context:.0%} of context"]


def as_markdown(answer: Answer) -> str:
    """Return question and answer with the citations, as Markdown."""
    return markdown_answer(answer)


def as_text(answer: Answer) -> str:
    """Return the answer with its citations, each with its exact words, for another program."""
    lines = [inert(answer.text)]
    if answer.citations:
        lines.append("")
        lines.extend(_citation_line(citation) for citation in answer.citations)
    return "\n".join(lines)


def _citation_line(citation: Citation) -> str:
    hit = citation.hit
    title = one_line(f"{hit.title}{below_title(citation.place)}")
    about = f"{title} ({origin(hit)}{remark(citation)})"
    return f"[{citation.n}] {about}: {one_line(citation.quotation)} {inert(hit.path)}"
