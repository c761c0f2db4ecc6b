"""The stretch of a conversation that is drawn: what lies around the view, however long all of it is.

Each turn is a widget, and every one of them costs at every change of the layout. So those far
from the view are taken away, and brought back as the reader comes near.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from qa.asking import Terms
from qa.records import Answer
from qa.tui.widgets.conversation import Conversation

if TYPE_CHECKING:
    from qa.tui.widgets.turn import Turn

AT_ONCE = 8
"""Turns brought in at once: two or three screens, few enough to be drawn without a wait."""
MORE = 4
"""Brought in as the reader nears them: more than a screen, and a page is not held up for long."""
MOST, LEFT = 24, 12
"""Turns drawn at most, and so many are left where there are more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a turn was asked with, beyond what its answer says."""

    alone: bool
    terms: Terms
    before: int | None
    filtering: int


class Stretch:
    """Turns of a conversation from one answer to another, and what is still being answered."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._asked: dict[int, Asked] = {}
        """By their places, the turns that were taken away and asked otherwise than usual."""
        self.earlier = 0
        """How many answers stand before the first turn drawn."""
        self.later = 0
        """How many answers stand after the last turn drawn."""

    async def begin(self, answers: Sequence[Answer], line: str) -> "list[Turn]":
        """Draw the last answers of before and a line, above what stands there; return their turns."""
        self._asked.clear()
        self.later = 0
        self.earlier = max(0, len(answers) - AT_ONCE)
        turns = self._turns(answers, self.earlier, len(answers))
        await self._conversation.show_again(turns, line)
        await self._say()
        return turns

    async def go_up(self, answers: Sequence[Answer]) -> "list[Turn]":
        """Draw some answers before those drawn, the reader staying where they are; return their turns.

        Args:
            answers: All of the conversation's.
        """
        first = max(0, self.earlier - MORE)
        turns = self._turns(answers, first, self.earlier)
        with self._conversation.held():
            await self._conversation.put_before(turns)
            self.earlier = first
            await self._take_below(answers)
            await self._say()
        return turns

    async def go_down(self, answers: Sequence[Answer]) -> "list[Turn]":
        """Draw some answers after those drawn, likewise."""
        first = len(answers) - self.later
        turns = self._turns(answers, first, first + MORE)
        with self._conversation.held():
            await self._conversation.put_after(turns)
            self.later -= len(turns)
            await self._take_above()
            await self._say()
        return turns

    async def go_to_end(self, answers: Sequence[Answer]) -> "list[Turn]":
        """Draw the last answers, where they are not drawn; return their turns."""
        if not self.later:
            return []
        with self._conversation.turned_over():
            await self._conversation.drop(self._conversation.turns)
            self.earlier, self.later = max(0, len(answers) - AT_ONCE), 0
            turns = self._turns(answers, self.earlier, len(answers))
            await self._conversation.put_after(turns)
            await self._say()
        return turns

    async def cut(self, answers: Sequence[Answer]) -> "list[Turn]":
        """Draw no turn that these answers do not have, nor what stands after it; return those drawn anew."""
        turns = self._conversation.turns
        gone = (at for at, turn in enumerate(turns) if turn.place is not None and turn.place >= len(answers))
        at = next(gone, len(turns))
        await self._conversation.drop(turns[at:])
        places = [turn.place for turn in turns[:at] if turn.place is not None]
        self.later = len(answers) - 1 - places[-1] if places else len(answers)
        await self._say()
        return [] if places else await self.go_to_end(answers)

    async def fold(self) -> None:
        """Draw fewer turns where there are too many, unless the reader is reading further up."""
        if self._conversation.is_vertical_scroll_end and len(self._conversation.turns) > MOST:
            await self._take_above()
            await self._say()

    def forget(self) -> None:
        """Know of no turn any more."""
        self._asked.clear()
        self.earlier = self.later = 0

    def _turns(self, answers: Sequence[Answer], first: int, last: int) -> "list[Turn]":
        return [self._turn(answer, place) for place, answer in enumerate(answers[first:last], first)]

    def _turn(self, answer: Answer, place: int) -> "Turn":
        from qa.tui.widgets.turn import (
            Turn,
        )

        asked = self._asked.get(place, Asked(False, Terms(answer.scope), None, 0))
        turn = Turn(answer.question, alone=asked.alone, terms=asked.terms, before=asked.before, place=place)
        turn.filtering = asked.filtering
        turn.answered(answer)
        return turn

    async def _take_above(self) -> None:
        """Take away the first turns where there are too many, those far above the view."""
        turns = self._conversation.turns
        gone = list(takewhile(self._conversation.is_far_above, turns[:-LEFT]))
        places = [turn.place for turn in turns[len(gone) :] if turn.place is not None]
        if len(turns) > MOST and places:
            await self._take(gone)
            self.earlier = places[0]

    async def _take_below(self, answers: Sequence[Answer]) -> None:
        """Likewise the last turns, none of which is still being answered."""
        turns = self._conversation.turns
        gone = [*takewhile(self._conversation.is_far_below, reversed(turns[LEFT:]))][::-1]
        left = turns[: len(turns) - len(gone)]
        last = next((turn.place for turn in reversed(left) if turn.place is not None), None)
        if len(turns) > MOST and last is not None and all(turn.is_over for turn in gone):
            await self._take(gone)
            self.later = len(answers) - 1 - last

    async def _take(self, turns: "Sequence[Turn]") -> None:
        for turn in turns:
            if turn.place is not None:
                self._asked[turn.place] = Asked(turn.alone, turn.terms, turn.before, turn.filtering)
        await self._conversation.drop(turns)

    async def _say(self) -> None:
        await self._conversation.say_earlier(self.earlier)
        await self._conversation.say_later(self.later)
