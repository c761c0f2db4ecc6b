"""Commands and kept conversations, as Ctrl+P finds them over the chat."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hits, Provider

from index.errors import ArticleQAError
from qa.tui.finding.offer import Offer, hits, shown
from qa.tui.screens.commanded import CommandedScreen
from qa.tui.slash import COMMANDS, Command

FEWEST_LETTERS = 3
"""Letters from which conversations are looked through: fewer stand in all of them."""
MOST_CONVERSATIONS = 8


class Commands(Provider):
    """Commands by their name or what they do."""

    def _offers(self) -> Iterator[Offer]:
        chat = self.screen
        if isinstance(chat, CommandedScreen):
            for command in COMMANDS:
                name, also = f"{command.name.capitalize()} · {command.shown}", " ".join(command.aliases)
                yield Offer("command", name, command.description, _run(command, chat), also)

    async def discover(self) -> Hits:
        """Yield every command."""
        for offer in self._offers():
            yield DiscoveryHit(shown(offer), offer.run, text=offer.name)

    async def search(self, query: str) -> Hits:
        """Yield the commands that fit."""
        for hit in hits(self._offers(), query):
            yield hit


class Talks(Provider):
    """Conversations by what was said in them."""

    async def search(self, query: str) -> Hits:
        """Yield the conversations that have the words."""
        chat = self.screen
        if not isinstance(chat, CommandedScreen) or len(query.strip()) < FEWEST_LETTERS or not chat.kept:
            return
        try:
            found = await asyncio.to_thread(chat.kept.found, query, MOST_CONVERSATIONS)
        except ArticleQAError:
            return  # the list of conversations says why
        offers = (
            Offer(
                "conversation",
                one.conversation.title,
                one.excerpt or "conversation",
                partial(chat.action_resume_one, one.conversation),
                found=True,
            )
            for one in found
        )
        for hit in hits(offers, query):
            yield hit


def _run(command: Command, chat: CommandedScreen) -> Callable[[], Any]:
    """Return what carries a command out; one that needs words is put into the box for them."""
    if command.needs_words:
        return partial(chat.put_command, f"/{command.name} ")
    return partial(chat.app.run_action, command.called_with(""), chat)
