"""Words → the kept conversations in which they were said."""

import json
import re
import sqlite3
from collections.abc import Iterable, Sequence

BEFORE, AFTER = 40, 160
"""Characters of a turn shown before and after the word looked for: a line or two."""
LONGEST_QUERY = 20
"""Words looked for at most."""

_WORD = re.compile(r"\w+")

Matches = dict[str, str] | None
"""By its id each conversation's excerpt, "" for none; `None` where nothing is looked for."""


def matches(connection: sqlite3.Connection, words: str, limit: int) -> Matches:
    """Return the conversations of the last turns that have all the words, and those of such a title.

    The turns are gone through from the last one back until there are enough: a word that stands in
    all of them costs no more than one that stands in few.

    Args:
        connection: To the conversations.
        words: As typed.
        limit: Conversations found by their turns at most, and by their titles at most.

    Raises:
        sqlite3.Error: The database cannot be read; the caller translates.
    """
    wanted = _WORD.findall(words)[:LONGEST_QUERY]
    if not wanted:
        return None
    found: dict[str, str] = dict.fromkeys(_titled(connection, wanted, limit), "")
    query = " ".join(f'"{word}"*' for word in wanted)
    rows = connection.execute(
        "SELECT said.rowid, t.conversation FROM said JOIN turns t ON t.id = said.rowid "
        "WHERE said MATCH ? ORDER BY said.rowid DESC",
        (query,),
    )
    said: dict[str, int] = {}
    for number, conversation in rows:
        said.setdefault(conversation, number)
        if len(said) == limit:
            break
    rows.close()
    texts = _texts(connection, said.values())
    return found | {conversation: _excerpt(texts[number], wanted) for conversation, number in said.items()}


def _titled(connection: sqlite3.Connection, wanted: list[str], limit: int) -> list[str]:
    words = [word.casefold() for word in wanted]
    connection.create_function("folded", 1, str.casefold, deterministic=True)
    tests = " AND ".join("instr(folded(title), ?)" for _ in words)
    sql = f"SELECT id FROM conversations WHERE {tests} ORDER BY last DESC LIMIT ?"  # noqa: S608 - ours
    return [identifier for (identifier,) in connection.execute(sql, (*words, limit))]


def _texts(connection: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Return question and answer of turns by their numbers: FTS5's own excerpts cost 20 ms each."""
    rows = connection.execute(
        "SELECT id, question || ' — ' || answer FROM turns WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(numbers)),),
    )
    return {number: " ".join(str(text).split()) for number, text in rows}


def _excerpt(text: str, wanted: Sequence[str]) -> str:
    """Return a line's worth of a text around the first of the words, else its beginning."""
    found = re.search("|".join(rf"\b{re.escape(word)}" for word in wanted), text, re.IGNORECASE)
    first = max(0, found.start() - BEFORE) if found else 0
    first = text.rfind(" ", 0, first) + 1
    last = first + BEFORE + AFTER
    return f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}"
