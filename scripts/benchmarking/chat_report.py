"""What `scripts/benchmark chat` measured, as a section of a report."""

from dataclasses import asdict

from benchmarking.chat import EACH, Chat, Plan
from benchmarking.sections import Section
from benchmarking.tables import Rows
from benchmarking.targets import Target
from benchmarking.typed import Echo

LIMIT_MS = 50
FULL = Plan()
METHOD = """the chat on a terminal of its own, with the bundled models; {keys} keys a scene, one
at a time, each from the byte written to the bytes that show it, in milliseconds: half and 95 of 100
take at most. Beside it the same keys, by turns, in a program that has one line and nothing else. Drawing
is what the chat's first thread ran for a key, queued how long others had the processors meanwhile."""


def chat_section(chat: Chat) -> Section:
    """Return the section."""
    plan = chat.plan
    held = (
        f"a library of {plan.articles:,} articles, {plan.articles * EACH:,} passages; "
        f"{plan.conversations:,} kept conversations, one of {plan.turns} questions"
    )
    method = METHOD.format(keys=plan.keys)
    return Section("chat", f"{held}; {method}", asdict(chat), [_echoes(chat), _waits(chat)], _targets(chat))


def _echoes(chat: Chat) -> Rows:
    return [
        ["keys while there is", "p50", "p95", "most", "one line: p50", "p95", "ratio", "drawing", "queued"],
        *([name, *_echo(echo)] for name, echo in chat.echoes.items()),
    ]


def _echo(echo: Echo) -> list[str]:
    return [
        f"{echo.p50:.1f}",
        f"{echo.p95:.1f}",
        f"{echo.most:.0f}",
        f"{echo.bare_p50:.1f}",
        f"{echo.bare_p95:.1f}",
        f"{echo.p95 / echo.bare_p95:.1f}",
        *("" if cost is None else f"{cost:.1f}" for cost in (echo.drawing, echo.queued)),
    ]


def _waits(chat: Chat) -> Rows:
    return [
        ["until it shows", "milliseconds", ""],
        *(
            [
                name,
                f"{1000 * wait.median:.0f} [{1000 * wait.least:.0f}, {1000 * wait.most:.0f}]",
                f"{wait.runs}",
            ]
            for name, wait in chat.waits.items()
        ),
    ]


def _targets(chat: Chat) -> list[Target]:
    plan = chat.plan
    whole = (plan.articles, plan.conversations, plan.turns) == (
        FULL.articles, FULL.conversations, FULL.turns,
    )  # fmt: skip
    return [
        Target(f"{name}, p95", LIMIT_MS, "ms", echo.p95 if whole else None, "a full run")
        for name, echo in chat.echoes.items()
    ]
