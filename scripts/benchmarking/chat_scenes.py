"""What is done in the chat while it is measured, scene after scene."""

import re
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarking.samples import sample_questions
from benchmarking.typed import TEXT, Echo, Key, Typist

LIBRARY, ESCAPE, FILTER, KEPT, DOWN, PAGE_UP = (
    b"\x0c", b"\x1b", b"/", b"\x13", b"\x1b[B", b"\x1b[5~",
)  # fmt: skip
ENTER = b"\r"
READY = r"· ready"
AT_WORK = "searching|reading"
ANSWERED = r"sources? · [\d.]+ s\b|do not say|articles don.t say|stopped|Nothing in the library"
"""What stands at an answer that is whole."""
ROWS = r"(?s: \d{4} .*){8}"
"""What stands in rows of the table and nowhere else: days."""
ROW = r" \d{4} "
LISTED = r"(?s:1 question.*){5}"
TURNED = "You|Answer"
QUIET = 0.4
"""Seconds without anything new after which a screen is drawn."""
LETTERS = 12
"""Of a word looked for, before another look begins."""


class Scenes:
    """Does them, and keeps what was measured."""

    def __init__(self, typist: Typist, *, keys: int, times: int, say: Callable[[str], None]) -> None:
        """Type with a typist so many keys in each scene, and open things so many times."""
        self._typist = typist
        self._chat = typist.chat
        self._keys, self._times, self._say = keys, times, say
        self.echoes: dict[str, Echo] = {}
        self.waits: defaultdict[str, list[float]] = defaultdict(list)

    def _typed(self, name: str, text: str = TEXT) -> None:
        self._say(f"typing: {name}")
        self.echoes[name] = Echo.of(self._typist.typed(self._keys, text))

    def begin(self) -> None:
        """Wait until the models are loaded and nothing moves."""
        self._chat.wait(READY)
        self._chat.settle(QUIET)

    def nothing_else(self) -> None:
        """Type into the box of a chat that does nothing else."""
        self._typed("nothing else")

    def library(self, titled: str) -> None:
        """Open the library, filter it and go down it; `titled` stands in a title."""
        for _ in range(self._times):
            self.waits["the library: its rows"].append(self._chat.press(LIBRARY, ROWS))
            self._chat.settle(QUIET)
            self._leave()
        self._chat.press(LIBRARY, ROWS)
        self._chat.settle(QUIET)
        self._chat.send(FILTER)
        self._chat.settle(QUIET)
        self._typed("the library's filter", titled.upper()[:LETTERS])
        self._chat.send(ENTER)
        self._chat.settle(QUIET)
        self._pressed("the library: a row down", DOWN, ROW)
        self._leave()

    def kept(self, said: str) -> None:
        """Open the list of kept conversations and search it; `said` was said in one."""
        for _ in range(self._times):
            self.waits["kept conversations: the list"].append(self._chat.press(KEPT, LISTED))
            self._chat.settle(QUIET)
            self._leave()
        self._chat.press(KEPT, LISTED)
        self._chat.settle(QUIET)
        self._typed("kept conversations' search", said.upper()[:LETTERS])
        self._leave()

    def long_conversation(self) -> None:
        """Open the longest conversation, which is the last one; type, scroll, and ask in it."""
        self.waits["the long conversation: its end"].append(self._chat.press(b"/resume" + ENTER, "goes on"))
        self._chat.settle(QUIET)
        self._typed("the long conversation")
        self._pressed("the long conversation: a page up", PAGE_UP, TURNED)
        self._typed("the long conversation, further up")
        self._answered("the long conversation, answering", sample_questions()[::-1])
        self._pressed("the long conversation, answered: a page up", PAGE_UP, TURNED)

    def answering(self, name: str) -> None:
        """Type while answers are written."""
        self._answered(name, sample_questions())

    def indexing(self, files: Path) -> None:
        """Type while files are brought in, then while answers are written too; they are not done by then."""
        self._chat.send(b"/add " + str(files).encode() + ENTER)
        begun = self._chat.written
        self._chat.rest(QUIET)
        self._typed("files brought in")
        self._answered("files brought in, answering", sample_questions())
        if re.search(r"added, in [\d.]+ s", self._chat.since(begun)):
            self._say("the files were all in before the end: more are needed")

    def _answered(self, name: str, questions: list[str]) -> None:
        """Type while one question after the other is answered."""
        self._say(f"typing: {name}")
        typed: list[Key] = []
        for question in questions:
            self._chat.press(question.encode() + ENTER, AT_WORK)
            asked = self._chat.written
            left = self._keys - len(typed)
            typed += self._typist.typed(left, lasting=partial(self._is_lasting, asked))
            if not self._is_whole(asked):
                self._chat.wait(ANSWERED)
            self._chat.settle(QUIET)
            if len(typed) >= self._keys:
                break
        self.echoes[name] = Echo.of(typed)

    def _is_lasting(self, asked: int) -> bool:
        return not self._is_whole(asked)

    def _is_whole(self, asked: int) -> bool:
        return re.search(ANSWERED, self._chat.since(asked)) is not None

    def _pressed(self, name: str, key: bytes, pattern: str) -> None:
        self._say(name)
        for _ in range(max(self._times, self._keys // 3)):
            self.waits[name].append(self._chat.press(key, pattern))
            self._chat.rest(0.1)

    def _leave(self) -> None:
        self._chat.send(ESCAPE)
        self._chat.settle(QUIET)
