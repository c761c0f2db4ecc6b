"""Copies of one story are found as articles come and go; what only has something in common is not one."""

import random
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
from changing import run
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf import EMBEDDER, article, content, file, shelf

from index.build import build
from index.library import Library
from index.pruning import prune
from index.removal import remove
from index.rescue.inspection import Inspection
from index.rescue.soundness import database_checks
from index.shelving import Content
from index.stories.clustering import DELEGATES
from index.stories.likeness import are_copies, likeness
from index.stories.sketching import SKETCH, shingles, sketch
from index.writing import Writer

_WORDS = [f"{a}{b}{c}" for a in "bdgklmnprst" for b in "aeiou" for c in ("r", "n", "st", "m", "l")]


def prose(seed: int, *, words: int = 240) -> str:
    """Return paragraphs of sentences that no other seed gives."""
    chance = random.Random(seed)
    drawn = [chance.choice(_WORDS) for _ in range(words)]
    lines = [" ".join(drawn[at : at + 12]).capitalize() + "." for at in range(0, words, 12)]
    return "\n\n".join(" ".join(lines[at : at + 3]) for at in range(0, len(lines), 3))


STORY, OTHER, THIRD = prose(1), prose(2), prose(3)
NOTICE = prose(4, words=120)
PARTS = STORY.split("\n\n")


def copied(one: str, other: str) -> bool:
    """Return whether one text is a copy of the other, which may not depend on which comes first."""
    first, second = shingles(one), shingles(other)
    assert are_copies(first, second) == are_copies(second, first) == likeness(first, second).copied
    return are_copies(first, second)


def stories(library: Library) -> list[list[str]]:
    """Return the titles of the articles of each story, sorted, every story named by its first article."""
    told = {entry.article.story: [] for entry in library.articles() if entry.article.story}
    for entry in library.articles():
        if entry.article.story:
            told[entry.article.story].append(entry.article)
    for story, articles in told.items():
        assert story == articles[0].id
        assert library.told_in(story) == tuple(one.id for one in articles)
    return sorted(sorted(one.title for one in articles) for articles in told.values())


def put(writer: Writer, title: str, text: str) -> None:
    """Store an article in a file of its own."""
    writer.replace(file(f"{title}.txt"), [content(article(title, text))])


@pytest.mark.parametrize(
    "version",
    [
        STORY,
        f"By Jane Doe\n\nLUND (Reuters) — {STORY}\n\nReporting by Jane Doe; editing by Tom Beck.",
        "\n\n".join(PARTS[: len(PARTS) // 2]),
        "\n\n".join(PARTS[:2]),
        "\n\n".join([PARTS[0], *reversed(PARTS[1:])]),
        "\n\n".join([*PARTS[:3], OTHER.split("\n\n")[0], *PARTS[3:]]),
        STORY.upper(),
        STORY.replace(". ", ".\n"),
        " ".join(word if at % 15 else "otherwise" for at, word in enumerate(STORY.split())),
    ],
)
def test_versions_of_one_report_are_copies(version: str) -> None:
    """Signed, cut, put in another order, added to, set in capitals or edited here and there."""
    assert copied(STORY, version)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (STORY, OTHER),
        (f"{STORY}\n\n{NOTICE}", f"{OTHER}\n\n{NOTICE}"),
        (f"{PARTS[0]}\n\n{PARTS[1]}\n\n{NOTICE}", f"{prose(5, words=72)}\n\n{NOTICE}"),
        (f"{NOTICE}\n\n{STORY}", f"{NOTICE}\n\n{OTHER}"),
        (f"{PARTS[0]}\n\n{STORY}\n\n{NOTICE}", f"{PARTS[0]}\n\n{OTHER}\n\n{NOTICE}"),
        (STORY, f"{OTHER}\n\n{STORY}\n\n{THIRD}"),
        (STORY, f"{OTHER}\n\n{PARTS[2]}"),
    ],
)
def test_what_only_has_something_in_common_is_no_copy(one: str, other: str) -> None:
    """A notice below or above, a column's frame, a review of the day, a long quotation."""
    assert not copied(one, other)


def test_a_run_of_words_has_one_number_everywhere() -> None:
    """Case, marks and gaps are no matter, and the numbers are those that libraries hold already."""
    numbers = [5338203598412873753, 7866901004655522038]
    assert sketch(shingles("The river rose, on Monday night")) == numbers
    assert sketch(shingles("the RIVER\nrose on – Monday night!")) == numbers
    assert len(sketch(shingles(STORY))) == SKETCH
    assert sketch(shingles("It rained for hours.")) == []


def test_scripts_without_spaces_go_by_the_character() -> None:
    """A report in one of them is told from another, and its copy is found."""
    signs = "河水在周一夜间上涨淹没了下游的四十座房屋消防队连夜把居民转移到学校里市长感谢了志愿者"
    assert copied(signs, f"本报讯{signs}")
    assert not copied(signs, signs[::-1])


def test_stories_form_and_dissolve(tmp_path: Path) -> None:
    """An article joins its copies, its story is named by the first, and one that is left alone has none."""
    with shelf(tmp_path) as (library, writer):
        put(writer, "a", STORY)
        put(writer, "b", OTHER)
        assert stories(library) == []
        put(writer, "c", f"LUND (AP) — {STORY}")
        put(writer, "d", "\n\n".join(PARTS[:3]))
        assert stories(library) == [["a", "c", "d"]]
        writer.forget("/papers/a.txt")
        assert stories(library) == [["c", "d"]]
        put(writer, "c", THIRD)
        assert stories(library) == []


def test_a_story_falls_apart_where_nothing_holds_it_together(tmp_path: Path) -> None:
    """Two briefs of a report have nothing in common but it; where the report leaves, each stands alone."""
    half = len(PARTS) // 2
    whole = "\n\n".join([*PARTS[:half], *PARTS[half:]])
    briefs = "\n\n".join(PARTS[: half + 1]), "\n\n".join([PARTS[0], *PARTS[half + 1 :]])
    assert not copied(*briefs)
    with shelf(tmp_path) as (library, writer):
        put(writer, "one", briefs[0])
        put(writer, "two", briefs[1])
        assert stories(library) == []
        put(writer, "whole", whole)
        assert stories(library) == [["one", "two", "whole"]]
        writer.forget("/papers/whole.txt")
        assert stories(library) == []


@pytest.mark.parametrize("leave", ["prune", "remove", "left out", "changed"])
def test_whatever_takes_an_article_out_takes_it_out_of_its_story(tmp_path: Path, leave: str) -> None:
    """Pruned, removed by its id or its path, or changed in its file."""
    folder, directory = tmp_path / "in", tmp_path / "lib"
    folder.mkdir()
    for name, text in (("a", STORY), ("b", f"LUND (AP) — {STORY}"), ("c", OTHER)):
        (folder / f"{name}.txt").write_text(f"About {name}\n\n{text}\n", "utf-8")
    run(folder, directory)
    with Library.open(directory) as library:
        assert stories(library) == [["About a", "About b"]]
        (first, *_) = [entry.article.id for entry in library.articles()]
    if leave in {"prune", "changed"}:
        (folder / "b.txt").unlink()
        if leave == "changed":
            (folder / "b.txt").write_text(f"About b\n\n{THIRD}\n", "utf-8")
        run(folder, directory)
        prune([folder], directory)
    else:
        remove([first if leave == "remove" else str(folder / "a.txt")], directory)
    with Library.open(directory) as library:
        assert stories(library) == []
        assert library.counts().articles == (3 if leave == "changed" else 2)


def test_an_exact_copy_is_one_article_in_two_places(tmp_path: Path) -> None:
    """The same words under the same title are no story of two."""
    with shelf(tmp_path) as (library, writer):
        put(writer, "a", STORY)
        writer.replace(file("b.txt"), [content(article("a", STORY))])
        assert stories(library) == []
        (entry,) = library.articles()
        assert len(library.locations(entry.article.id)) == 2


def test_one_text_under_many_addresses_is_one_story(tmp_path: Path) -> None:
    """A notice that a site puts in the place of articles, each under its own title, counts once."""
    count = 3 * DELEGATES
    with shelf(tmp_path) as (library, writer):
        for number in range(count):
            put(writer, f"page {number:03}", NOTICE)
        assert stories(library) == [[f"page {number:03}" for number in range(count)]]


def test_a_notice_that_many_share_makes_no_story_and_hides_none(tmp_path: Path) -> None:
    """Above it every article stands alone; two that are copies besides are found among them."""
    with shelf(tmp_path) as (library, writer):
        for number in range(2 * DELEGATES):
            put(writer, f"own {number}", f"{prose(100 + number)}\n\n{NOTICE}")
        assert stories(library) == []
        put(writer, "late", f"{prose(100 + DELEGATES)}\n\n{NOTICE}\n\nReporting by Jane Doe.")
        assert stories(library) == [["late", f"own {DELEGATES}"]]


def test_many_copies_stay_together_when_the_first_ones_leave(tmp_path: Path) -> None:
    """Those compared with all others are followed by the next ones, which a run compares."""
    count = 2 * DELEGATES
    with shelf(tmp_path) as (library, writer):
        for number in range(count):
            put(writer, f"{number:03}", f"{STORY}\n\nSigned by reporter number {number}.")
        for number in range(DELEGATES):
            writer.forget(f"/papers/{number:03}.txt")
        assert writer.uncompared()
        while writer.settle_stories(5):
            pass
        assert stories(library) == [[f"{number:03}" for number in range(DELEGATES, count)]]


VERSIONS = (
    STORY,
    f"LUND (AP) — {STORY}",
    "\n\n".join(PARTS[:3]),
    "\n\n".join([PARTS[0], *PARTS[4:]]),
    OTHER,
    f"{OTHER}\n\n{PARTS[0]}",
    f"{OTHER}\n\nReporting by Jane Doe.",
    THIRD,
    f"{THIRD}\n\n{NOTICE}",
    f"{STORY}\n\n{NOTICE}",
    f"{NOTICE}\n\n{prose(6, words=60)}",
    f"{NOTICE}\n\n{prose(7, words=60)}",
)


def at_once(directory: Path, numbers: Sequence[int]) -> list[list[str]]:
    """Return the stories of a library that some versions come into, in that order."""
    with shelf(directory) as (library, writer):
        for number in numbers:
            put(writer, f"v{number}", VERSIONS[number])
        return stories(library)


STEPS = st.lists(st.tuples(st.booleans(), st.integers(0, len(VERSIONS) - 1)), max_size=20)


@settings(max_examples=25, deadline=None)
@given(STEPS, st.randoms(use_true_random=False))
def test_stories_depend_on_nothing_but_the_articles(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[bool, int]], chance: random.Random
) -> None:
    """The law: whatever came and went, in whatever order, the articles there are form the same stories."""
    there: dict[int, None] = {}
    with shelf(tmp_path_factory.mktemp("bit-by-bit")) as (library, writer):
        for comes, number in steps:
            if comes:
                put(writer, f"v{number}", VERSIONS[number])
                there[number] = None
            else:
                writer.forget(f"/papers/v{number}.txt")
                there.pop(number, None)
        found = stories(library)
        with Inspection.of(library) as view:
            assert view.wrongly_told() == 0
    order = list(there)
    chance.shuffle(order)
    assert at_once(tmp_path_factory.mktemp("at-once"), order) == found


def test_one_more_article_touches_only_its_candidates(tmp_path: Path) -> None:
    """Among many, an article is compared with its copies alone: no other text is read."""
    with shelf(tmp_path) as (_, writer):
        for number in range(200):
            put(writer, f"other {number}", prose(1000 + number, words=60))
        put(writer, "a", STORY)
    with shelf(tmp_path) as (library, writer):
        asked: list[str] = []
        writer._connection.set_trace_callback(asked.append)
        put(writer, "b", f"LUND (AP) — {STORY}")
        writer._connection.set_trace_callback(None)
        assert sum("SELECT text" in sql for sql in asked) == 1
        assert stories(library) == [["a", "b"]]


def test_an_article_and_its_sketch_come_together(tmp_path: Path) -> None:
    """Where storing a file fails on the way, nothing of it is there, and nothing is left at hand."""
    with shelf(tmp_path) as (library, writer):
        put(writer, "a", STORY)
        copy = content(article("b", f"LUND (AP) — {STORY}"))
        broken = Content(article("c", THIRD), (*copy.passages, *copy.passages))
        with pytest.raises(sqlite3.IntegrityError):
            writer.replace(file("b.txt"), [copy, broken])
        assert stories(library) == []
        put(writer, "d", OTHER)
        put(writer, "e", f"LUND (AP) — {OTHER}")
        assert stories(library) == [["d", "e"]]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE articles SET story = 'x' WHERE title = 'b'",
        "UPDATE articles SET story = 'x' WHERE title = 'c'",
        "UPDATE articles SET story = NULL",
        "DELETE FROM copies WHERE article = 1",
        "UPDATE copies SET other = 9 WHERE article = 2",
    ],
)
def test_a_story_that_is_not_its_copies_is_damage(tmp_path: Path, change: str) -> None:
    """Whether it is the story that was changed or what it is made from, the check says so."""
    with shelf(tmp_path) as (library, writer):
        for title, text in (("a", STORY), ("b", f"LUND (AP) — {STORY}"), ("c", OTHER)):
            put(writer, title, text)
        with Inspection.of(library) as view:
            assert view.wrongly_told() == 0
        writer._connection.execute(change)
        with Inspection.of(library) as view:
            assert [each.name for each in database_checks(view) if not each.ok] == ["stories"]


def test_a_library_of_an_earlier_version_is_caught_up(tmp_path: Path) -> None:
    """The next run finds the copies among what is there, and those of what it brings."""
    with shelf(tmp_path / "lib") as (library, writer):
        for title, text in (("a", STORY), ("b", f"LUND (AP) — {STORY}"), ("c", OTHER)):
            put(writer, title, text)
        before = stories(library)
        for change in (  # as the migration leaves them
            "DELETE FROM sketches", "DELETE FROM copies", "UPDATE articles SET story = NULL",
            "INSERT INTO uncompared SELECT number FROM articles",
        ):  # fmt: skip
            writer._connection.execute(change)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "d.txt").write_text(f"D\n\n{OTHER}\n\nReporting by Jane Doe.\n", "utf-8")
    list(build([tmp_path / "in"], tmp_path / "lib", lambda: EMBEDDER))
    with Library.open(tmp_path / "lib") as library:
        assert stories(library) == sorted([*before, ["D", "c"]])
