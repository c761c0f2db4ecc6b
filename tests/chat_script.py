"""An `Asking` that a test plays by hand, and what it needs to look at the chat."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from queue import Empty, Queue

from chat_parts import PARTS, parts
from textual.events import Key
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from qa.asking import Cancelled, Holdings, Terms, never
from qa.models.llm import LanguageModel
from qa.records import Answer, Answered, Checked, Citation, Event, Found, Hit, Sentence, Timings
from qa.tui.app import ChatApp
from qa.tui.screens.chat import ChatScreen
from qa.tui.widgets.stacked import Stacked
from qa.tui.widgets.status import StatusLine

FLOOD = (
    "Water reached the substation at dawn. About 4,200 homes were without power by noon, the grid company "
    "said. Crews came by boat in the afternoon, and the pumps ran for three hours before they could begin."
)
RECOUNT = "The company corrected its figure: 3,870 homes had lost power. One row had been counted twice."
WALL = "The council voted seven to four to ask the county for a higher wall."


def hit(rank: int, title: str, text: str, *, start: int = 0, path: str = "/articles/a.txt") -> Hit:
    """Return a hit with all that the chat shows of one."""
    return Hit(
        rank=rank,
        score=1 / rank,
        passage=rank,
        article=f"article{rank}",
        title=title,
        source="Millbrook Herald",
        date=date(2024, 3, rank),
        path=path,
        start=start,
        end=start + len(text),
        text=text,
        similarity=0.5,
        bm25=2.0,
        also_in=("copy",) if rank == 1 else (),
    )


def cite(n: int, source: Hit, quote: str) -> Citation:
    """Return a citation of words that stand in a hit."""
    start = source.start + source.text.index(quote)
    return Citation(n=n, hit=source, start=start, end=start + len(quote), quote=quote, score=1.0)


HITS = (hit(1, "Flood cuts power", FLOOD, start=700), hit(2, "Recount", RECOUNT), hit(3, "Higher wall", WALL))
CITATIONS = (
    cite(1, HITS[0], "About 4,200 homes were without power by noon, the grid company said."),
    cite(2, HITS[1], "The company corrected its figure: 3,870 homes had lost power."),
)
SENTENCES = (
    Sentence("About **4,200** homes lost power. [1]", (1,), "written"),
    Sentence(f"{CITATIONS[1].quote} [2]", (2,), "quoted"),
)


def found(question: str, understood: str | None = None) -> Found:
    """Return the first event of the flood's answer."""
    return Found(understood or question, HITS, CITATIONS)


def answer(
    question: str,
    sentences: Sequence[Sentence] = SENTENCES,
    *,
    understood: str | None = None,
    stopped: bool = False,
) -> Answer:
    """Return the flood's answer, or another of the same citations."""
    cited = {mark for sentence in sentences for mark in sentence.marks}
    return Answer(
        question=question,
        understood=understood or question,
        sentences=tuple(sentences),
        citations=tuple(citation for citation in CITATIONS if citation.n in cited),
        hits=HITS,
        model="small-model",
        timings=Timings(total_ms=2300.0),
        stopped=stopped,
    )


def whole(question: str, understood: str | None = None) -> tuple[Event, ...]:
    """Return every event of the flood's answer."""
    last = Answered(answer(question, understood=understood))
    return (found(question, understood), *map(Checked, SENTENCES), last)


class Script:
    """Yields the events a test has put, once it has put them; stops when it is cancelled."""

    model = "small-model"

    def __init__(self, *, articles: int = 1204) -> None:
        first, last = date(2019, 1, 2), date(2026, 11, 3)
        self.holdings = Holdings(Path("/libraries/millbrook"), articles, 9000, first, last)
        self.asked: list[tuple[str, tuple[Answer, ...]]] = []
        self.topics: list[str] = []
        self.terms: list[Terms] = []
        """What was asked of each time."""
        self.cancelled: Cancelled = never
        self._events: Queue[Event | Exception] = Queue()

    def put(self, *events: Event | Exception) -> None:
        """Let the answer go on by these events; an exception is raised."""
        for event in events:
            self._events.put(event)

    def under(self, terms: Terms) -> "Script":
        """Take note of the terms of the next question."""
        self.terms.append(terms)
        return self

    def written_by(self, writer: LanguageModel) -> "Script":
        """Go on with the name of another model."""
        self.model = writer.name
        return self

    def ask(
        self, question: str, *, turns: Sequence[Answer] = (), cancelled: Cancelled = never
    ) -> Iterator[Event]:
        """Yield what was put, and `Answered` at once where it is cancelled."""
        self.asked.append((question, tuple(turns)))
        return self._play(question, cancelled)

    def timeline(self, topic: str, *, cancelled: Cancelled = never) -> Iterator[Event]:
        """Yield what was put, as for a question."""
        self.topics.append(topic)
        return self._play(topic, cancelled)

    def _play(self, question: str, cancelled: Cancelled) -> Iterator[Event]:
        self.cancelled = cancelled
        checked: list[Sentence] = []
        while not cancelled():
            try:
                event = self._events.get(timeout=0.005)
            except Empty:
                continue
            if isinstance(event, Exception):
                raise event
            if isinstance(event, Checked):
                checked.append(event.sentence)
            yield event
            if isinstance(event, Answered):
                return
        yield Answered(answer(question, checked, stopped=True))


def chat(script: Script) -> ChatApp:
    """Return a chat that asks the script."""
    return ChatApp(lambda _: script, library=Path("/libraries/millbrook"))


Chat = Pilot[None]


def screen(pilot: Chat) -> ChatScreen:
    """Return the chat's screen, also where another lies over it."""
    bottom = pilot.app.screen_stack[0]
    assert isinstance(bottom, ChatScreen)
    return bottom


def typed_at_once(pilot: Chat, text: str) -> None:
    """Type faster than anything is drawn, as a paste does or a hand that knows the keys."""
    for letter in text:
        pilot.app.post_message(Key({"/": "slash", "\r": "enter", "\t": "tab"}.get(letter, letter), letter))


async def until(pilot: Chat, condition: Callable[[], bool]) -> None:
    """Let the chat work until the condition holds."""
    for _ in range(300):
        if condition():
            await pilot.pause()
            return
        await pilot.pause(0.01)
    raise AssertionError(f"it did not come to that; the screen says:\n{shown(pilot)}")


def shown(pilot: Chat, selector: str = "*") -> str:
    """Return the text of every displayed widget that matches, or part of one, top to bottom."""
    if selector in PARTS:
        return "\n".join(filter(None, (block.text.plain for block in parts(screen(pilot), selector))))
    texts = [
        str(widget.render())
        for widget in pilot.app.screen.query(selector).results(Widget)
        if isinstance(widget, (Static, Stacked, StatusLine))
        and all(node.display for node in widget.ancestors_with_self if hasattr(node, "display"))
    ]
    return "\n".join(text for text in texts if text)


async def sees(pilot: Chat, text: str, selector: str = "*") -> None:
    """Let the chat work until it shows the text."""
    await until(pilot, lambda: text in shown(pilot, selector))


async def ask(pilot: Chat, question: str) -> None:
    """Type a question and send it."""
    screen(pilot).prompt.text = question
    await pilot.press("enter")


@asynccontextmanager
async def chat_answered(question: str, width: int = 120) -> AsyncIterator[Chat]:
    """A chat in which a question was answered, and in which nothing moves any more."""
    script = Script()
    async with chat(script).run_test(size=(width, 40)) as pilot:
        script.put(*whole(question))
        await ask(pilot, question)
        await sees(pilot, "2 sources", "state")
        await pilot.pause(0.5)
        yield pilot
