"""The filters an answer was asked under come back with it, and are those it is asked again under."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from chat_script import Script, ask, screen, sees, shown, until, whole
from reading_room import filled
from test_chat_continuing import FLOOD, QUESTION, chat, kept_answer, library

from index.period import Period
from index.scope import EVERYTHING, Scope
from qa.asking import Terms
from qa.dialogue.kept_conversations import Conversations
from qa.dialogue.kept_scope import kept_scope, recalled_scope
from qa.dialogue.memory import Memory
from qa.printing.exporting import Exported, page
from qa.tui.app import ChatApp
from qa.tui.outfit import Outfit

SINCE = Scope(Period(since=date(2024, 3, 1)), sources=("The Herald",))
ONLY = Scope(only=(FLOOD.id,))


def kept(folder: Path, scopes: Sequence[Scope]) -> Path:
    """Keep a conversation with an answer under each of the scopes, and return the folder."""
    library(folder)
    with Conversations.open(folder) as conversations:
        conversation = conversations.begin()
        for number, scope in enumerate(scopes):
            conversations.add(conversation, replace(kept_answer(f"question {number}?"), scope=scope))
    return folder


async def test_a_kept_answer_says_what_it_was_asked_of_and_is_asked_so_again(tmp_path: Path) -> None:
    """After a restart: filters of days and sources, and some articles alone."""
    folder = kept(tmp_path, [EVERYTHING, SINCE, ONLY])
    script = Script()
    async with chat(script, folder, going_on=True).run_test(size=(120, 40)) as pilot:
        await sees(pilot, "goes on.", ".notice")
        assert shown(pilot, "among") == "since:2024-03-01 · source:The Herald\nonly:1"
        for steps, scope in ((0, ONLY), (1, SINCE), (2, EVERYTHING)):
            script.put(*whole(QUESTION))
            for _ in range(steps):
                await pilot.press("ctrl+up")
            await ask(pilot, "/again")
            await until(pilot, lambda: len(screen(pilot)._talk.answers) == 3 + len(script.asked))
            await until(pilot, lambda: screen(pilot)._talk.running is None)
            assert script.terms[-1] == Terms(scope), "of the answer shown"
            for _ in range(len(script.asked)):
                await pilot.press("ctrl+up")  # back to the last one that was kept


async def test_filters_chosen_since_come_before_those_of_the_answer(tmp_path: Path) -> None:
    """Also where they were taken away altogether."""
    folder = kept(tmp_path, [SINCE])
    script = Script()
    async with chat(script, folder, going_on=True).run_test(size=(120, 40)) as pilot:
        await sees(pilot, "goes on.", ".notice")
        for line, scope in (("/filter off", EVERYTHING), ("/filter source:post", Scope(sources=("post",)))):
            await ask(pilot, line)
            script.put(*whole(QUESTION))
            await ask(pilot, "/again")
            await until(pilot, lambda: screen(pilot)._talk.running is not None or script.terms)
            await until(pilot, lambda: screen(pilot)._talk.running is None)
            assert script.terms.pop() == Terms(scope)
            await pilot.press("ctrl+up")


async def test_filters_the_chat_began_with_come_before_those_of_kept_answers(tmp_path: Path) -> None:
    """They are what the reader named last."""
    folder = kept(tmp_path, [SINCE])
    post = Scope(sources=("post",))
    script = Script()
    app = ChatApp(
        lambda _: script,
        library=folder,
        open_memory=lambda _: Memory.going_on(folder),
        outfit=Outfit(scope=post),
    )
    async with app.run_test(size=(120, 40)) as pilot:
        await sees(pilot, "goes on.", ".notice")
        script.put(*whole(QUESTION))
        await ask(pilot, "/again")
        await until(pilot, lambda: script.terms == [Terms(post)])


async def test_an_answer_over_some_articles_is_asked_again_over_them() -> None:
    """/only and then /again: the same articles, until /filter says otherwise."""
    script = Script()
    app = ChatApp(lambda _: script, library=Path("/libraries/millbrook"))
    async with app.run_test(size=(120, 40)) as pilot:
        for line in (QUESTION, "/only 1", "/again"):
            script.put(*whole(QUESTION))
            await ask(pilot, line)
            await until(pilot, lambda: len(screen(pilot)._talk.answers) == len(script.asked) > 0)
            await until(pilot, lambda: screen(pilot)._talk.running is None)
        first = Scope(only=("article1", "copy"))
        await until(pilot, lambda: [one.scope for one in script.terms] == [EVERYTHING, first, first])


@pytest.mark.parametrize(
    "scope",
    [
        EVERYTHING,
        SINCE,
        ONLY,
        Scope(Period(date(2023, 1, 1), date(2024, 1, 1)), (), ("Ö",), ("a", "b"), ("en",), (), ("x",)),
    ],
)
def test_a_scope_comes_back_as_it_was_kept(scope: Scope) -> None:
    """Nothing is kept of what leaves nothing out."""
    assert recalled_scope(kept_scope(scope)) == scope
    assert bool(kept_scope(scope)) is not scope.everything


@pytest.mark.parametrize("stated", [{"since": "soon"}, {"sources": ["…"]}, {"only": 3}, {"until": 3}])
def test_a_scope_that_is_none_is_refused(stated: dict[str, object]) -> None:
    """By an error that the conversations tell as damage."""
    with pytest.raises((ValueError, TypeError)):
        recalled_scope(stated)


def test_an_exported_answer_says_what_it_was_asked_of(tmp_path: Path) -> None:
    """In all three forms; of all articles nothing is said."""
    filled(tmp_path, [FLOOD])
    told = Exported("t", [replace(kept_answer("q?"), scope=SINCE)])
    plain = Exported("t", [kept_answer("q?")])
    for form in ("markdown", "html"):
        assert "asked of: since:2024-03-01 · source:The Herald" in page(told, form)
        assert "asked of" not in page(plain, form)
    assert '"source": [\n          "The Herald"' in page(told, "json")
