"""One question and what came of it."""

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message

from qa.asking import Terms
from qa.printing.days_meant import days_line
from qa.printing.vanished import vanished
from qa.records import ABSTENTION, Answer, Citation, Explanation, Found, Hit, Sentence
from qa.tui.plain import inert
from qa.tui.widgets.hung import Hung
from qa.tui.widgets.laid_out_once import Column, Words
from qa.tui.widgets.sentences import SentenceLine, Sentences
from qa.tui.wording import counted, in_short, legend, seconds, trouble

WHAT_TO_TRY = "The nearest passages are shown. Try a name, a place, a date, or /library."
NOTHING_NEAR = "Nothing comes near this question. /library shows what is there."
MISUNDERSTOOD = "Meant otherwise? /edit changes how it was understood."

AS_USUAL = Terms()

SPEAKER = 8
"""Columns of who speaks, before the words."""
YOU = Content.styled("You", "bold $text-accent")
SHOWN = Content.styled("You", "bold underline $text-accent")
"""Of the question whose sources stand beside it."""
ANSWER = Content.styled("Answer", "bold")


class Turn(Column):
    """A question, then its evidence, then the checked answer in the evidence's place."""

    class Picked(Message):
        """The reader wants to see this turn's sources; `n` is the mark clicked, `None` for no mark."""

        def __init__(self, turn: "Turn", n: int | None) -> None:
            super().__init__()
            self.turn = turn
            self.n = n

    def __init__(
        self,
        question: str,
        *,
        alone: bool = False,
        terms: Terms = AS_USUAL,
        before: int | None = None,
        place: int | None = None,
    ) -> None:
        """Show a question.

        Args:
            question: As typed.
            alone: It is to be asked exactly as it stands.
            terms: What it is answered from, and by whom.
            before: How many of the conversation's answers it follows; `None` is all there are.
            place: Its answer's among them, from 0; `None` until it is answered.
        """
        super().__init__()
        self.question = question
        self.alone = alone
        self.terms = terms
        self.before = before
        self.place = place
        self.filtering = 0
        """Which filters of the conversation it was asked under: 0 for those it has from before."""
        self.understood: str | None = None
        """The question as it was understood; `None` until that is known."""
        self.citations: tuple[Citation, ...] = ()
        self.hits: tuple[Hit, ...] = ()
        self.answer: Answer | None = None
        self.explanation: Explanation | None = None
        self.is_over = False
        """Whether nothing more comes of it."""
        self._checked = 0
        self._asked = Hung(YOU, inert(question), columns=SPEAKER, classes="question")
        self._state = Hung(ANSWER, columns=SPEAKER, classes="state")
        self._said = Sentences(classes="checked")
        self._evidence = Sentences(classes="evidence")

    @property
    def sentences(self) -> int:
        """How many sentences have been checked so far."""
        return self._checked

    @property
    def outcome(self) -> str:
        """How it went, in a word or two; "" while it goes on."""
        if self.answer is None:
            return ""
        return "stopped" if self.answer.stopped else seconds(self.answer) or "ready"

    def compose(self) -> ComposeResult:
        """Lay out the question, the state line, the evidence, the answer and the closing line."""
        yield self._asked
        yield Words(classes="understood", markup=False)
        yield Words(in_short(self.terms), classes="among", markup=False)
        yield self._state
        yield self._said
        yield self._evidence
        yield Words(classes="closing", markup=False)

    def on_mount(self) -> None:
        """Say what the question is asked of only where that is not everything."""
        self.query_one(".among", Words).display = self.terms != AS_USUAL

    def mark_shown(self, is_shown: bool) -> None:
        """Tell by the look of the question whether this turn's sources stand beside it."""
        self._asked.put_before(SHOWN if is_shown else YOU)

    def say(self, state: str) -> None:
        """Show in a few words how far the answer is."""
        self._state.update(state, layout=False)  # its room is the same for any words

    async def found(self, event: Found) -> None:
        """Show the evidence, and the question as understood where it differs from the one typed."""
        self.citations = event.evidence
        self.hits = event.hits
        self.explanation = event.explanation
        self._understand(event.understood, event.explanation)
        await self._evidence.show_evidence(event.evidence)

    async def checked(self, *sentences: Sentence) -> None:
        """Put checked sentences where the evidence they rest on stood."""
        self._checked += len(sentences)
        await self._said.add(*sentences)
        await self._evidence.drop_evidence(mark for sentence in sentences for mark in sentence.marks)

    async def answered(self, answer: Answer) -> None:
        """Show that this is the whole answer, or all there will be of it."""
        self.answer, self.is_over = answer, True
        self.hits = answer.hits
        self.explanation = answer.explanation
        self._understand(answer.understood, answer.explanation)
        if left := answer.sentences[self._checked :]:
            await self.checked(*left)
        await self._evidence.clear()
        if answer.stopped:
            self.citations = answer.citations or self.citations
            self._stop()
        elif answer.abstained:
            self._abstain()
        else:
            self.citations = answer.citations
            self.say(" · ".join(filter(None, (counted(len(answer.citations), "source"), seconds(answer)))))
            self._close("\n".join(filter(None, (trouble(answer), legend(answer), vanished(answer)))))

    async def stopped(self) -> None:
        """Show that the reader stopped it; what was checked stays."""
        self.is_over = True
        await self._evidence.clear()
        self._stop()

    async def failed(self, reason: str) -> None:
        """Show the one line that says why there is no answer, or no more of it."""
        self.is_over = True
        await self._evidence.clear()
        self.say("")
        self._close(f"! {inert(reason)}", plain=True)

    def _understand(self, understood: str, explanation: Explanation | None) -> None:
        """Show what was asked where it is not what was typed, and which days its words of time mean."""
        self.understood = understood
        same = understood.strip() == self.question.strip()
        lines = filter(None, ("" if same else f"understood as: {understood}", days_line(explanation)))
        said = inert("\n".join(lines))
        line = self.query_one(".understood", Words)
        line.display = bool(said)
        line.update(said)

    def _abstain(self) -> None:
        self.citations = ()
        self.say("")
        hint = WHAT_TO_TRY if self.hits else NOTHING_NEAR
        other = self.understood not in (None, self.question)
        self._close("\n".join(filter(None, (ABSTENTION, MISUNDERSTOOD * other, hint))), plain=True)

    def _stop(self) -> None:
        self.say("stopped")
        kept = "What is here was checked; it is not all." if self._checked else "Stopped before a sentence."
        self._close(kept)

    def _close(self, line: str, *, plain: bool = False) -> None:
        """Show the last line; `plain` where it stands in the place of an answer."""
        closing = self.query_one(".closing", Words)
        closing.update(line)
        closing.set_class(plain, "-plain")
        closing.display = True

    def on_sentence_line_mark_clicked(self, event: SentenceLine.MarkClicked) -> None:
        """Pass a clicked mark on as this turn's."""
        event.stop()
        self.post_message(self.Picked(self, event.n))

    def on_click(self, event: events.Click) -> None:
        """Let a click on the turn bring its sources back."""
        event.stop()
        self.post_message(self.Picked(self, None))
