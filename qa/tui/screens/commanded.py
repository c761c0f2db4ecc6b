"""What the chat does for a command, typed or chosen, that is more than moving about."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from textual.screen import Screen

from index.errors import ArticleQAError, QuestionError
from index.scope import Scope
from qa.asking import Terms
from qa.models.shelf import Choosable
from qa.tui import narrowing
from qa.tui.asking_thread import AskingThread
from qa.tui.messages import Change
from qa.tui.outfit import Outfit
from qa.tui.talk import Talk
from qa.tui.widgets.panes import Panes
from qa.tui.widgets.prompt import Prompt
from qa.tui.widgets.status import StatusLine
from qa.tui.wording import as_markdown, as_text, counted, in_short

if TYPE_CHECKING:
    from qa.dialogue.kept_conversations import Conversation
    from qa.dialogue.memory import TakenUp
    from qa.tui.keeping import Kept
    from qa.tui.screens.conversations import Left
    from qa.tui.widgets.turn import Turn

Result = TypeVar("Result")

ON, OFF = frozenset({"on", "yes", "1"}), frozenset({"off", "no", "0"})


class CommandedScreen(Screen[None]):
    """The commands' half of the chat; its other half lays the screen out and follows the answers."""

    panes: Panes
    prompt: Prompt
    status: StatusLine
    _talk: Talk
    outfit: Outfit
    terms: Terms
    """What questions are answered from now on, and by whom."""
    _filtering: int
    """Counts the filters chosen in this conversation: a question may have its own, or those of later."""
    kept: "Kept | None"
    """The conversations over the library; `None` where none is kept, or it is not open yet."""
    keeps: bool
    """Whether conversations are kept."""
    _thread: AskingThread | None
    _model: str | None
    """The name of the language model that answers; `None` in quotation mode, or while none is loaded."""

    async def ask_again(self, turn: "Turn", terms: Terms) -> None:
        """Ask a question once more, after the same answers as the first time, under other terms."""
        again = type(turn)(turn.question, alone=turn.alone, terms=terms, before=_before(turn))
        again.filtering = self._filtering
        await self.panes.add(again, self._talk.answers)
        self._talk.add(again)
        self._ask_next()

    def _ask_next(self) -> None:
        """Have the next question answered, if none is being answered."""
        raise NotImplementedError

    async def begin(self, taken_up: "TakenUp | None") -> None:
        """Begin a new conversation, or go on with one."""
        raise NotImplementedError

    def _say(self, line: str) -> None:
        self.notify(line, markup=False)

    def _complain(self, error: ArticleQAError) -> None:
        self.notify(str(error), severity="error", markup=False)

    async def _done(self, work: Callable[[], Result]) -> Result | None:
        """Return what a piece of work gives, in a thread; where it fails, say why and return `None`."""
        try:
            return await asyncio.to_thread(work)
        except ArticleQAError as error:
            self._complain(error)
            return None

    def _kept(self) -> "Kept | None":
        """Return the conversations, or say why there are none."""
        if self.kept is None:
            why = (
                "The library is not open yet."
                if self.keeps
                else "No conversation is kept here: QA_KEEP is 0."
            )
            self._say(why)
        return self.kept

    def _shown(self) -> "Turn | None":
        """Return the question whose sources are shown, or say that there is none."""
        turn = self.panes.shown
        if turn is None:
            self._say("There is no question yet.")
        return turn

    # Kept conversations

    def action_conversations(self, words: str = "") -> None:
        """List the conversations that were kept."""
        from qa.tui.screens.conversations import ConversationsScreen

        if kept := self._kept():
            screen = ConversationsScreen(kept, words=words, current=self._talk.conversation)
            self.app.push_screen(screen, self._left)

    async def _left(self, left: "Left | None") -> None:
        if left is not None and (left.taken_up or self._talk.conversation in left.deleted):
            await self.begin(left.taken_up)

    async def action_resume(self, words: str = "") -> None:
        """Go on with the conversation spoken in before, or with the last one that has some words."""
        if not (kept := self._kept()):
            return

        def sought() -> "TakenUp | None":
            if words:
                found = next((one.conversation for one in kept.found(words, limit=1)), None)
            else:
                found = kept.last_but(self._talk.conversation)
            return kept.taken_up(found) if found else None

        taken_up = await self._done(sought)
        if taken_up is None:
            self._say(f"No conversation has “{words}”." if words else "There is no other conversation.")
        else:
            await self.begin(taken_up)

    async def action_resume_one(self, conversation: "Conversation") -> None:
        """Go on with a conversation."""
        kept = self._kept()
        if kept and (taken_up := await self._done(lambda: kept.taken_up(conversation))):
            await self.begin(taken_up)

    def put_command(self, line: str) -> None:
        """Put the beginning of a command into the box, for what is to follow."""
        self.prompt.text = line
        self.prompt.move_cursor(self.prompt.document.end)
        self.set_focus(self.prompt)

    async def action_export(self, words: str = "") -> None:
        """Write the conversation on the screen to a file; a browser saves it where no file is named."""
        from qa.printing.exporting import Exported
        from qa.tui.exporting import deliver, export

        turns = tuple(self._talk.answers)
        title = " ".join(turns[0].question.split()) if turns else ""
        exported = Exported(title, turns)
        if name := deliver(self.app, exported, words):
            self._say(f"Given to the browser to save: {name}")
        elif file := await self._done(lambda: export(exported, words)):
            self._say(f"Written: {file}")

    # Asking otherwise

    async def action_again(self) -> None:
        """Ask the question shown once more, with its filters or those chosen since, and the model of now."""
        if turn := self._shown():
            is_latest = turn.filtering == self._filtering
            scope = turn.terms.scope if is_latest else self.terms.scope
            await self.ask_again(turn, replace(self.terms, scope=scope))

    def action_branch(self) -> None:
        """Put the question shown into the box; sent, the conversation goes on from there."""
        turn = self._shown()
        if turn is None:
            return
        if turn.place is None:
            self._say("This question has no answer yet to go on from.")
            return
        self.prompt.put_to_branch(turn.question, turn.place)
        self.set_focus(self.prompt)

    async def action_without(self, words: str) -> None:
        """Ask again without the articles of some sources."""
        await self._over(words, lambda scope, ids: replace(scope, without=(*scope.without, *ids)))

    async def action_only(self, words: str) -> None:
        """Ask again over the articles of some sources alone."""
        await self._over(words, lambda scope, ids: replace(scope, only=ids))

    async def _over(self, words: str, chosen: Callable[[Scope, tuple[str, ...]], Scope]) -> None:
        if turn := self._shown():
            try:
                ids = narrowing.articles_of(narrowing.numbers(words), turn.citations, turn.hits)
            except QuestionError as error:
                self._complain(error)
                return
            await self.ask_again(turn, replace(turn.terms, scope=chosen(turn.terms.scope, ids)))

    def action_filter(self, words: str = "") -> None:
        """Ask only some articles from now on; without words say which are asked."""
        if words:
            try:
                self._ask_under(replace(self.terms, scope=narrowing.filtered(self.terms.scope, words)))
                self._filtering += 1
            except QuestionError as error:
                self._complain(error)
                return
        self._say(f"Asked: {in_short(self.terms) or 'all articles'}")

    def action_since(self, words: str) -> None:
        """Ask only articles of a day or later."""
        if words:
            self.action_filter(words if words in narrowing.OFF else f"since:{words}")
        else:
            self._say("Write the day after it, as in /since 2024-03-01, or /since 2024.")

    def action_quote(self, words: str = "") -> None:
        """Answer by quotation alone from now on, or with the model again."""
        word = words.casefold()
        if word and word not in ON | OFF:
            self._say(f"“{words}” is neither on nor off.")
            return
        quote = word in ON if word else not self.terms.quote
        if not quote and self._model is None:
            self._say("There is no model loaded: /model chooses one.")
            return
        self._ask_under(replace(self.terms, quote=quote))
        self._say("Answers are quotations alone." if quote else "The model answers again.")

    def _ask_under(self, terms: Terms) -> None:
        self.terms = terms
        self.prompt.show_filters(in_short(terms))
        self.status.show_model(None if terms.quote else self._model)

    # Who answers

    async def action_model(self, words: str = "") -> None:
        """Choose the language model, from a list or by its name."""
        shelf = self.outfit.shelf
        if shelf is None:
            self._say("No other model can be chosen here.")
        elif words:
            self.choose_model(await self._done(lambda: shelf.named(words)))
        else:
            from qa.tui.screens.models import ModelsScreen

            self.app.push_screen(ModelsScreen(shelf, self.recent_models, self._model), self.choose_model)

    @property
    def recent_models(self) -> tuple[str, ...]:
        """The models used lately, as they would be typed, the last one first."""
        return self.outfit.remembered.models if self.outfit.remembered else ()

    def choose_model(self, chosen: Choosable | None) -> None:
        """Have a model loaded behind what is still to be answered; the one of now answers until then."""
        shelf = self.outfit.shelf
        if chosen is None or shelf is None or self._thread is None:
            return
        if chosen.trouble:
            self._complain(QuestionError(chosen.trouble))
            return
        self._thread.put(Change(chosen.typed, lambda: shelf.opened(chosen)))
        self._say(f"{chosen.name} is being loaded; until then all is as before.")

    def _remember_model(self, change: Change) -> None:
        remembered = self.outfit.remembered
        if remembered is not None:
            try:
                self.outfit = replace(self.outfit, remembered=remembered.with_model(change.name))
            except ArticleQAError as error:
                self._complain(error)

    # Taking away

    def action_copy(self, form: str = "") -> None:
        """Copy the answer shown: with its citations, as Markdown with them, or alone."""
        answer = self.panes.shown.answer if self.panes.shown else None
        if answer is None:
            self._say("There is no answer to copy yet.")
            return
        cited = f" with {counted(len(answer.citations), 'citation')}"
        forms = {
            "": (as_text, f"the answer{cited}"),
            "markdown": (as_markdown, f"question and answer{cited}, as Markdown"),
            "answer": (lambda one: one.text, "the answer alone"),
        }
        if form not in forms:
            self._say(f"“{form}” is no way to copy: write /copy, /copy markdown or /copy answer.")
            return
        text, said = forms[form]
        self.app.copy_to_clipboard(text(answer))
        self._say(f"Copied {said}.")


def _before(turn: "Turn") -> int | None:
    """Return how many answers a question followed: those before its own, where it has one."""
    return turn.place if turn.place is not None else turn.before
