"""A library of a few articles, and a chat whose answers cite them, for the screens about articles."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from chat_script import Chat, Script, ask, cite, hit, sees
from rich.segment import Segment
from rich.style import Style
from shelf import article, shelf, store

from index.records import Article
from qa.asking import Holdings
from qa.records import Answer, Answered, Checked, Citation, Found, Hit, Sentence
from qa.tui.screens.reader import ReaderScreen

QUESTION = "How many homes lost power?"
FIGURE = "About 4,200 homes were without power by noon, the grid company said."
PUMPS = "The pumps ran for three hours."


def long_text(lines: int = 60) -> str:
    """Return paragraphs, the figure in the middle and the pumps at the end."""
    before = [
        f"Paragraph {number} tells of the river and of the weather of that day." for number in range(lines)
    ]
    after = [f"Paragraph {lines + number} tells of the streets and the schools." for number in range(lines)]
    return "\n\n".join([*before, FIGURE, *after, PUMPS])


FLOOD = article("Flood cuts power", long_text(), day=date(2024, 3, 4), source="Millbrook Herald")
FLOOD = replace(FLOOD, authors=("Jane Smith",), standfirst="A morning without light.")


def filled(directory: Path, articles: Sequence[Article] = (FLOOD,)) -> Path:
    """Return the directory of a library with these articles, each in a file of its own."""
    with shelf(directory) as (_, writer):
        for number, one in enumerate(articles):
            store(writer, f"{number}.txt", [one])
    return directory


def hit_in(one: Article, quote: str, *, rank: int = 1) -> Hit:
    """Return a hit whose passage is the line of the article with these words."""
    start = one.text.rindex("\n", 0, one.text.index(quote)) + 1
    end = one.text.find("\n", start)
    passage = one.text[start : end if end > 0 else len(one.text)]
    made = hit(rank, one.title, passage, start=start, path=one.path)
    return replace(made, article=one.id, source=one.source, date=one.date, also_in=())


def citations_of(one: Article, *quotes: str) -> list[Citation]:
    """Return citations of words of one article, numbered from 1."""
    return [cite(n, hit_in(one, quote, rank=n), quote) for n, quote in enumerate(quotes, 1)]


def script_over(directory: Path) -> Script:
    """Return a script that answers from a library that is really there."""
    script = Script()
    first, last = script.holdings.first, script.holdings.last
    script.holdings = Holdings(directory, 1204, 9000, first, last)
    return script


async def answered(pilot: Chat, script: Script, citations: Sequence[Citation], *others: Hit) -> None:
    """Have a question answered by citing these words, other passages read beside them."""
    hits = (*(citation.hit for citation in citations), *others)
    sentences = [Sentence(f"{each.quotation} [{each.n}]", (each.n,), "quoted") for each in citations]
    whole = Answer(
        question=QUESTION,
        understood=QUESTION,
        sentences=tuple(sentences),
        citations=tuple(citations),
        hits=hits,
        model="small-model",
    )
    script.put(Found(QUESTION, hits, tuple(citations)), *map(Checked, sentences), Answered(whole))
    await ask(pilot, QUESTION)
    await sees(pilot, f"{len(citations)} source", "state")


def reader(pilot: Chat) -> ReaderScreen:
    """Return the reader screen, which is the one that is seen."""
    assert isinstance(pilot.app.screen, ReaderScreen)
    return pilot.app.screen


def lines_in_view(pilot: Chat) -> list[str]:
    """Return the lines of the article that are on the screen."""
    text = reader(pilot).text
    return [text.render_line(y).text.rstrip() for y in range(text.size.height)]


def styled(pilot: Chat, part: str) -> str:
    """Return what of the article in view is drawn as a part, "cited" or "current"."""
    text = reader(pilot).text
    style = text.get_component_rich_style(f"article--{part}")
    lines = ([*text.render_line(y)] for y in range(text.size.height))
    said = ("".join(one.text for one in line if _is_on(one, style)) for line in lines)
    return " ".join(" ".join(said).split())


def _is_on(segment: Segment, style: Style) -> bool:
    return segment.style is not None and segment.style.bgcolor == style.bgcolor
