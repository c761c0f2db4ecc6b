"""What Ctrl+P finds: every command, and the conversations that were kept."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider

from index.errors import ArticleQAError
from qa.dialogue.kept_conversations import Match
from qa.tui.plain import one_line
from qa.tui.screens.commanded import CommandedScreen
from qa.tui.slash import COMMANDS, Command

FEWEST_LETTERS = 3
"""Letters from which conversations are looked through: fewer stand in all of them."""
MOST_CONVERSATIONS = 8


class Everything(Provider):
    """Commands by their name or what they do, then conversations by what was said in them."""

    @property
    def _chat(self) -> CommandedScreen | None:
        screen = self.screen
        return screen if isinstance(screen, CommandedScreen) else None

    async def discover(self) -> Hits:
        """Yield every command."""
        if self._chat is not None:
            for command in COMMANDS:
                yield DiscoveryHit(_named(command), self._run(command), help=command.description)

    async def search(self, query: str) -> Hits:
        """Yield the commands that match, then conversations."""
        chat = self._chat
        if chat is None:
            return
        matcher = self.matcher(query)
        for command in COMMANDS:
            named = _named(command)
            score = max(matcher.match(text) for text in (named, command.description, *command.aliases))
            if score > 0:
                yield Hit(score, matcher.highlight(named), self._run(command), help=command.description)
        if chat.kept is not None and len(query.strip()) >= FEWEST_LETTERS:
            for found in await _conversations(chat, query):
                title = one_line(found.conversation.title)
                go_on = partial(chat.action_resume_one, found.conversation)
                yield Hit(0.01, title, go_on, text=title, help=one_line(found.excerpt) or "conversation")

    def _run(self, command: Command) -> Callable[[], Any]:
        """Return what carries a command out; one that needs words is put into the box for them."""
        chat = self._chat
        assert chat is not None, "commands are offered over the chat alone"
        if command.needs_words:
            return partial(chat.put_command, f"/{command.name} ")
        return partial(chat.app.run_action, command.called_with(""), chat)


async def _conversations(chat: CommandedScreen, query: str) -> tuple[Match, ...]:
    kept = chat.kept
    assert kept is not None
    try:
        return await asyncio.to_thread(kept.found, query, MOST_CONVERSATIONS)
    except ArticleQAError:
        return ()  # the list of conversations says why


def _named(command: Command) -> str:
    """Return "Copy · /copy [markdown|answer]"."""
    return f"{command.name.capitalize()} · {command.shown}"
