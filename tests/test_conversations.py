"""Conversations on disk: what is kept of a turn, and what comes back."""

import shutil
import sqlite3
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processes import started

from index.outline import paragraph_at, sections_of
from index.records import Article, Heading
from qa.dialogue.conversation_file import FILE, VERSION, ConversationsError
from qa.dialogue.kept_answers import kept, recalled
from qa.dialogue.kept_conversations import LONGEST_TITLE, Conversations
from qa.printing.vanished import vanished
from qa.records import Answer, Citation, Elsewhere, Hit, Sentence, Timings

TEXT = (
    "Water rose at dawn. About 4,200 homes were without power by noon. It fell at night.\n\nAfter\n\nAll dry."
)
ARTICLE = Article(
    title="Flood",
    text=TEXT,
    path="/papers/flood.txt",
    source="Herald",
    date=date(2024, 3, 1),
    headings=(Heading(TEXT.index("After"), TEXT.index("After") + 5, 2),),
)


def hit_of(article: Article, start: int, end: int, *, rank: int = 1) -> Hit:
    """Return a hit that is a part of an article."""
    return Hit(
        rank=rank,
        score=0.5,
        passage=rank,
        article=article.id,
        title=article.title,
        source=article.source,
        date=article.date,
        path=article.path,
        start=start,
        end=end,
        text=article.text[start:end],
        similarity=0.25,
        bm25=None,
        paragraph=paragraph_at(article.text, start),
        sections=sections_of(article, start, end),
    )


def cite(hit: Hit, quote: str, *, n: int = 1) -> Citation:
    """Return a citation of words in a hit."""
    start = hit.start + hit.text.index(quote)
    return Citation(n=n, hit=hit, start=start, end=start + len(quote), quote=quote, score=2.5)


def told(question: str = "How many homes?", **more: object) -> Answer:
    """Return an answer over the article."""
    hit = hit_of(ARTICLE, 20, len(TEXT))
    citation = cite(hit, "About 4,200 homes were without power by noon.")
    said = Answer(
        question=question,
        understood=question,
        sentences=(Sentence(f"“{citation.quote}” [1]", (1,), "quoted"),),
        citations=(citation,),
        hits=(hit, hit_of(ARTICLE, 0, 19, rank=2)),
        model="small-model",
        timings=Timings(retrieve_ms=1.5, total_ms=20.0),
    )
    return replace(said, **more)  # type: ignore[arg-type]


@pytest.fixture
def conversations(tmp_path: Path) -> Iterator[Conversations]:
    """Conversations over a library of which only the directory is needed."""
    with Conversations.open(tmp_path) as opened:
        yield opened


SPANS = st.tuples(st.integers(0, len(TEXT) - 2), st.integers(1, len(TEXT))).filter(lambda at: at[0] < at[1])


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Return any answer over the article, its citations in passages that need not be listed."""
    whole = hit_of(ARTICLE, 0, len(TEXT))
    hits = []
    for rank, (start, end) in enumerate(draw(st.lists(SPANS, max_size=4)), start=2):
        others = draw(
            st.lists(st.builds(Elsewhere, article=st.text(), title=st.text(), source=st.none()), max_size=2)
        )
        hits.append(replace(hit_of(ARTICLE, start, end, rank=rank), elsewhere=tuple(others)))
    cited = draw(st.lists(SPANS, max_size=3))
    citations = [cite(whole, TEXT[start:end], n=n) for n, (start, end) in enumerate(cited, start=1)]
    return Answer(
        question=draw(st.text(st.characters(exclude_categories=["Cs"]))),
        understood=draw(st.text(st.characters(exclude_categories=["Cs"]))),
        sentences=tuple(draw(st.lists(st.from_type(Sentence), max_size=3))),
        citations=tuple(citations),
        hits=tuple(hits),
        model=draw(st.none() | st.just("small-model")),
        timings=draw(st.builds(Timings, total_ms=st.none() | st.floats(0, 1e6))),
        stopped=draw(st.booleans()),
        trouble=draw(st.none() | st.text()),
    )


@given(answers())
def test_what_is_kept_comes_back_as_it_was(answer: Answer) -> None:
    """Every word, mark, offset, source and time, while the article is there."""
    asked = replace(
        answer, sentences=(), citations=(), hits=(), timings=Timings(), stopped=False, trouble=None
    )
    assert recalled(asked, kept(answer), {ARTICLE.id: ARTICLE}.get) == answer


@given(answers(), st.integers(0, len(TEXT)))
def test_no_words_come_back_verified_that_do_not_stand_there(answer: Answer, cut: int) -> None:
    """Whatever became of the article, a verified citation is its words, and another one says it is none."""
    changed = {ARTICLE.id: replace(ARTICLE, text=TEXT[cut:])}
    again = recalled(answer, kept(answer), changed.get)
    assert [citation.quote for citation in again.citations] == [one.quote for one in answer.citations]
    for citation in again.citations:
        stands = TEXT[cut:][citation.start : citation.end] == citation.quote
        assert citation.verified <= stands
        quoted = citation.hit.text[citation.start - citation.hit.start : citation.end - citation.hit.start]
        assert quoted == citation.quote
    for hit in again.hits:
        assert hit.text == TEXT[cut:][hit.start : hit.end]


def test_turns_come_back_in_order_and_are_read_by_another_process_at_once(
    conversations: Conversations, tmp_path: Path
) -> None:
    """What was added is there for whoever opens the file next; the last turns alone can be asked for."""
    conversation = conversations.begin()
    for question in ("One?", "Two?", "Three?"):
        conversations.add(conversation, told(question))
    with Conversations.open(tmp_path) as others:
        look_up = {ARTICLE.id: ARTICLE}.get
        assert [turn.question for turn in others.turns(conversation, look_up)] == ["One?", "Two?", "Three?"]
        assert others.turns(conversation, look_up, last=1) == (told("Three?"),)
        assert others.turns("another", look_up) == ()


def test_the_conversation_spoken_in_last_is_the_latest(conversations: Conversations) -> None:
    """It is not the one begun last; its title is its first question, in one line."""
    first, second = conversations.begin(), conversations.begin()
    assert conversations.latest() is None
    for conversation, question in ((first, "Who\n won?"), (second, "Why?"), (first, "And when?")):
        time.sleep(0.002)  # a turn's time is kept to the millisecond
        conversations.add(conversation, told(question))
    latest = conversations.latest()
    assert latest is not None
    assert (latest.id, latest.title, latest.turns) == (first, "Who won?", 2)
    assert latest.began <= latest.last


def test_a_long_first_question_gives_a_short_title(conversations: Conversations) -> None:
    """A whole text may have been typed."""
    conversations.add(conversations.begin(), told("flood " * 1000))
    (only,) = conversations.recent()
    assert len(only.title) <= LONGEST_TITLE
    assert only.title.endswith("…")


def test_pages_of_conversations_have_each_once(conversations: Conversations) -> None:
    """Also those of the same moment."""
    begun = [conversations.begin() for _ in range(11)]
    for conversation in begun:
        conversations.add(conversation, told())
    page, seen = conversations.recent(4), []
    while page:
        seen += [one.id for one in page]
        page = conversations.recent(4, before=page[-1])
    assert sorted(seen) == sorted(begun)
    assert seen[0] == conversations.latest().id  # type: ignore[union-attr]


def test_a_deleted_conversation_leaves_no_word_on_the_disk(
    conversations: Conversations, tmp_path: Path
) -> None:
    """Neither its turns nor their words are left, and the others stay."""
    gone, kept_one = conversations.begin(), conversations.begin()
    conversations.add(gone, told("Where is the zanzibarite?"))
    conversations.add(kept_one, told("Who won?"))
    conversations.delete(gone)
    assert [one.id for one in conversations.recent()] == [kept_one]
    assert conversations.turns(gone, {}.get) == ()
    on_disk = b"".join(file.read_bytes() for file in tmp_path.glob(f"{FILE}*"))
    assert b"zanzibarite" not in on_disk
    assert b"Who won?" in on_disk


def test_nobody_else_can_read_what_was_said(conversations: Conversations, tmp_path: Path) -> None:
    """The file and those that SQLite lays beside it are their owner's alone."""
    conversations.add(conversations.begin(), told())
    files = list(tmp_path.iterdir())
    assert (tmp_path / FILE) in files
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_half_a_character_does_not_keep_a_turn_from_being_kept(conversations: Conversations) -> None:
    """A terminal may send what is no text."""
    conversation = conversations.begin()
    conversations.add(conversation, told("Who won \ud83d?"))
    assert conversations.turns(conversation, {}.get)[0].question == "Who won ??"


def test_sources_that_are_gone_are_named() -> None:
    """One, several, or none."""
    answer = told()
    (citation,) = answer.citations
    gone = replace(citation, verified=False)
    assert vanished(answer) == ""
    assert vanished(replace(answer, citations=(gone,))) == "! Source 1 is no longer in the library as quoted."
    three = tuple(replace(gone, n=n) for n in (1, 2, 3))
    assert vanished(replace(answer, citations=three)).startswith("! Sources 1, 2 and 3 are no longer")


def test_a_newer_file_is_refused(conversations: Conversations, tmp_path: Path) -> None:
    """In a line that names both versions and what to do, and is left as it was."""
    conversations.add(conversations.begin(), told())
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(ConversationsError, match=f"of version {VERSION + 1} .* up to {VERSION}; .*upgrade"):
        Conversations.open(tmp_path)


@pytest.mark.parametrize("content", [b"no database" * 500, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_damaged_file_is_said_in_a_line(tmp_path: Path, content: bytes) -> None:
    """With what to do; nothing of it is overwritten."""
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(ConversationsError, match=r"is damaged, .*; to begin anew: mv "):
        Conversations.open(tmp_path)
    assert (tmp_path / FILE).read_bytes() == content


def test_another_programs_file_is_left_alone(tmp_path: Path) -> None:
    """A database without our mark is not filled with our tables."""
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        connection.execute("CREATE TABLE theirs (a)")
    with pytest.raises(ConversationsError, match="another program's"):
        Conversations.open(tmp_path)


def test_a_turn_whose_rest_was_damaged_is_no_empty_turn(conversations: Conversations, tmp_path: Path) -> None:
    """It is said, not shown as one without sources."""
    conversation = conversations.begin()
    conversations.add(conversation, told())
    for rest in ("{", "{}", "[]", '{"passages": 1}'):
        with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
            connection.execute("UPDATE turns SET rest = ?", (rest,))
        with pytest.raises(ConversationsError, match="a turn in it is not whole"):
            conversations.turns(conversation, {}.get)


OPEN = """
import os, pathlib, sys
from qa.dialogue.conversation_file import ConversationsError
from qa.dialogue.kept_conversations import Conversations
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    Conversations.open(pathlib.Path(sys.argv[1]))
except ConversationsError as error:
    print(error)
"""


@pytest.mark.parametrize("there", [False, True])
def test_a_folder_that_cannot_be_written_is_said(there: bool) -> None:
    """With the setting that keeps nothing; also where conversations were kept before."""
    folder = Path(
        tempfile.mkdtemp(prefix="read-only-")
    )  # where pytest's own folders are, others may not look
    if there:
        with Conversations.open(folder) as conversations:
            conversations.add(conversations.begin(), told())
        (folder / FILE).chmod(0o444)
    folder.chmod(0o555)
    try:
        said, wrong = started(OPEN, folder).communicate()
    finally:
        folder.chmod(0o700)
        shutil.rmtree(folder)
    assert "cannot be kept here" in said, wrong
    assert said.count("\n") == 1
    assert said.rstrip().endswith("or keep none: QA_KEEP=0")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    """As one that cannot be written."""
    with pytest.raises(ConversationsError, match="cannot be kept here"):
        Conversations.open(tmp_path / "none")
