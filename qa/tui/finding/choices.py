"""Language models and themes, as Ctrl+P finds them."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual.command import Hits, Provider

from qa.tui.finding.offer import Offer, hits
from qa.tui.screens.commanded import CommandedScreen
from qa.tui.screens.models import cost, where

if TYPE_CHECKING:
    from qa.models.shelf import Choosable


class Models(Provider):
    """Language models by name, place or kind; the one chosen is loaded."""

    _read: "asyncio.Task[list[Choosable]] | None" = None

    async def search(self, query: str) -> Hits:
        """Yield the models that fit; their headers are read once, however much is typed meanwhile."""
        chat = self.screen
        if not isinstance(chat, CommandedScreen) or chat.outfit.shelf is None:
            return
        reading = self._read or asyncio.create_task(
            asyncio.to_thread(chat.outfit.shelf.models, chat.recent_models)
        )
        self._read = reading
        offers = (
            Offer("model", one.name, f"{cost(one)} · {where(one)}", partial(chat.choose_model, one), "model")
            for one in await asyncio.shield(reading)
        )
        for hit in hits(offers, query):
            yield hit


class Themes(Provider):
    """Colours by name."""

    async def search(self, query: str) -> Hits:
        """Yield the themes that fit."""
        app = self.app
        offers = (
            Offer(
                "theme",
                name,
                "colours of now" if name == app.theme else "colours",
                partial(app.run_action, f"theme({name!r})"),
                "theme",
            )
            for name in sorted(app.available_themes)
        )
        for hit in hits(offers, query):
            yield hit
