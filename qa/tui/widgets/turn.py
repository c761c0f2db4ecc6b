"""One question and what came of it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from textual import events
from textual.content import Content
from textual.message import Message

from qa.asking import Terms
from qa.printing.days_meant import days_line
from qa.printing.vanished import vanished
from qa.records import ABSTENTION, Answer, Citation, Explanation, Found, Hit, Sentence
from qa.tui.plain import inert
from qa.tui.widgets.blocks import Block
from qa.tui.widgets.sentences import evidence_block, replaced_block, sentence_block
from qa.tui.widgets.stacked import Stacked
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


class Turn(Stacked):
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
        self._mark, self._meaning, self._state = YOU, "", ""
        self._sentences: list[tuple[Block, Block | None]] = []
        """Each with what the model wrote in its place."""
        self._evidence: dict[int, Block] = {}
        self._last_said, self._last_stands_alone = "", False

    @property
    def sentences(self) -> int:
        """How many sentences have been checked so far."""
        return len(self._sentences)

    @property
    def has_replaced(self) -> bool:
        """Whether the model wrote something that stands there only when asked for."""
        return any(replaced for _, replaced in self._sentences)

    @property
    def outcome(self) -> str:
        """How it went, in a word or two; "" while it goes on."""
        if self.answer is None:
            return ""
        return "stopped" if self.answer.stopped else seconds(self.answer) or "ready"

    def blocks(self, width: int) -> Sequence[Block]:  # noqa: ARG002
        """Return the question, the state line, the answer, the evidence and the closing line."""
        is_wide = self.screen.has_class("-wide")
        return [*self._asked(), *self._answer_so_far(is_wide), *self._last_line(is_wide)]

    def _asked(self) -> Iterator[Block]:
        yield Block(Content(inert(self.question)), self._mark, SPEAKER)
        if self._meaning:
            yield Block(Content.styled(self._meaning, "italic"), columns=SPEAKER, is_muted=True)
        if self.terms != AS_USUAL:  # said only where that is not everything
            yield Block(Content(in_short(self.terms)), columns=SPEAKER, is_muted=True)
        yield Block(Content(self._state), ANSWER, SPEAKER, above=1, is_cut=True, is_muted=True)

    def _answer_so_far(self, is_wide: bool) -> Iterator[Block]:
        """Yield the sentences and what they are made from, with an empty line after each on a wide screen."""
        below = 1 if is_wide else 0
        shows_replaced = any(node.has_class("-said") for node in self.ancestors)
        for sentence, replaced in self._sentences:
            if replaced and shows_replaced:
                yield sentence
                yield replace(replaced, below=below)
            else:
                yield replace(sentence, below=below)
        for evidence in self._evidence.values():
            yield replace(evidence, below=below)

    def _last_line(self, is_wide: bool) -> Iterator[Block]:
        if self._last_stands_alone:
            yield Block(Content(self._last_said))
        elif self._last_said:
            yield Block(Content(self._last_said), above=0 if is_wide else 1, is_muted=True)

    def mark_shown(self, is_shown: bool) -> None:
        """Tell by the look of the question whether this turn's sources stand beside it."""
        self._mark = SHOWN if is_shown else YOU
        self.refresh()

    def say(self, state: str) -> None:
        """Show in a few words how far the answer is."""
        self._state = state
        self.changed(layout=False)  # its room is the same for any words

    def found(self, event: Found) -> None:
        """Show the evidence, and the question as understood where it differs from the one typed."""
        self.citations = event.evidence
        self.hits = event.hits
        self.explanation = event.explanation
        self._understand(event.understood, event.explanation)
        self._evidence = {citation.n: evidence_block(citation) for citation in event.evidence}
        self.changed()

    def checked(self, *sentences: Sentence) -> None:
        """Put checked sentences where the evidence they rest on stood."""
        for sentence in sentences:
            self._sentences.append((sentence_block(sentence), replaced_block(sentence)))
            for mark in sentence.marks:
                self._evidence.pop(mark, None)
        self.changed()

    def answered(self, answer: Answer) -> None:
        """Show that this is the whole answer, or all there will be of it."""
        self.answer = answer
        self.hits = answer.hits
        self.explanation = answer.explanation
        self._understand(answer.understood, answer.explanation)
        self.checked(*answer.sentences[self.sentences :])
        self._end()
        if answer.stopped:
            self.citations = answer.citations or self.citations
            self._stop()
        elif answer.abstained:
            self._abstain()
        else:
            self.citations = answer.citations
            self.say(" · ".join(filter(None, (counted(len(answer.citations), "source"), seconds(answer)))))
            self._close("\n".join(filter(None, (trouble(answer), legend(answer), vanished(answer)))))

    def stopped(self) -> None:
        """Show that the reader stopped it; what was checked stays."""
        self._end()
        self._stop()

    def failed(self, reason: str) -> None:
        """Show the one line that says why there is no answer, or no more of it."""
        self._end()
        self.say("")
        self._close(f"! {reason}", stands_alone=True)

    def _end(self) -> None:
        """Show no evidence any more that nothing came of."""
        self.is_over = True
        self._evidence.clear()

    def _understand(self, understood: str, explanation: Explanation | None) -> None:
        """Show what was asked where it is not what was typed, and which days its words of time mean."""
        self.understood = understood
        same = understood.strip() == self.question.strip()
        lines = filter(None, ("" if same else f"understood as: {understood}", days_line(explanation)))
        self._meaning = inert("\n".join(lines))

    def _abstain(self) -> None:
        self.citations = ()
        self.say("")
        hint = WHAT_TO_TRY if self.hits else NOTHING_NEAR
        other = self.understood not in (None, self.question)
        self._close("\n".join(filter(None, (ABSTENTION, MISUNDERSTOOD * other, hint))), stands_alone=True)

    def _stop(self) -> None:
        self.say("stopped")
        kept = "What is here was checked; it is not all." if self._sentences else "Stopped before a sentence."
        self._close(kept)

    def _close(self, line: str, *, stands_alone: bool = False) -> None:
        """Show the last line, which may stand in the place of an answer."""
        self._last_said, self._last_stands_alone = inert(line), stands_alone
        self.changed()

    def action_mark(self, n: int) -> None:
        """Pass a clicked mark on as this turn's."""
        self.post_message(self.Picked(self, n))

    def on_click(self, event: events.Click) -> None:
        """Let a click on the turn bring its sources back."""
        event.stop()
        if self.was_dragged_over:
            event.prevent_default()
            return
        self.post_message(self.Picked(self, None))
