"""Search by words: BM25, nothing interpreted, always in step with the library."""

import json
import math
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shelf import EMBEDDER, article, content, file, shelf, store

from index.library import Library
from index.passages import embedded_text
from index.period import Period
from index.scope import Scope
from index.word_files import FOLDER
from index.word_terms import analyse
from index.words import WordIndex

STORIES = {
    "Flood": ("Water rose in Millbrook. The town's bridge was closed.", date(2024, 3, 4)),
    "Fair": ("The fair opened with 2,500 cows. Millbrook danced.", date(2025, 6, 1)),
    "Troops": ("About 2,500 U.S. troops stay in Iraq’s bases.", date(2025, 1, 27)),
    "Café": ("A new café opened. It sells bread and bread and bread.", None),
}


def stock(directory: Path, titles: list[str] | None = None) -> None:
    """Store stories, each in a file of its own."""
    with shelf(directory) as (_, writer):
        for title in titles or list(STORIES):
            text, day = STORIES[title]
            store(writer, f"{title}.txt", [article(title, text, day=day)])


def stamp_in(directory: Path) -> Path:
    """Return the stamp of the one index in a library's directory."""
    (stamp,) = (directory / FOLDER).glob("*.json")
    return stamp


def titles(library: Library, found: list[tuple[int, float]]) -> list[str]:
    """Return the titles of the articles found, in order."""
    articles = library.articles_of([number for number, _ in found])
    return [articles[number].title for number, _ in found]


def test_words_are_found_in_the_forms_they_take(tmp_path: Path) -> None:
    """Case, endings, accents, possessives, initials and thousands separators do not matter."""
    stock(tmp_path)
    with Library.open(tmp_path) as library:
        index = WordIndex.open(library)
        for question, title in [
            ("BRIDGES closing", "Flood"),
            ("cafe", "Café"),
            ("US troops", "Troops"),
            ("Iraq's base", "Troops"),
            ("what about Iraq?", "Troops"),
            ("2500 cow", "Fair"),
        ]:
            assert titles(library, index.search(question, 1)) == [title], question


def test_analysis_gives_the_terms_of_a_text() -> None:
    """Terms are lower-case stems in order, one for each word."""
    assert analyse("Israel’s U.S. troops' 2,500 runners, 99.5%") == [
        "israel", "us", "troop", "2500", "runner", "99", "5",
    ]  # fmt: skip
    assert analyse("–!?") == []


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60))
@example(text='bridge" AND (title:x OR -y) ~2 ^3 [a TO b] *')
@example(text="text:water +rose -bridge /re.*/")
@example(text="\0\\")
@example(text="water " * 5000)
def test_nothing_in_a_question_is_an_operator(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Any text is a question: it raises nothing and finds what has one of its words."""
    directory = tmp_path_factory.getbasetemp() / "operators"
    if not directory.exists():
        stock(directory)
    with Library.open(directory) as library:
        index = WordIndex.open(library)
        found = index.search(text, 10)
        passages = library.passages([number for number, _ in found])
        articles = library.articles_of(passages)
        terms = set(analyse(text))
        for number, passage in passages.items():
            assert terms & set(analyse(embedded_text(articles[number].title, passage.text)))
        assert [score for _, score in found] == sorted((s for _, s in found), reverse=True)


def bm25(texts: dict[int, str], question: list[str]) -> dict[int, float]:
    """Return every passage's BM25 score with k1 = 1.2 and b = 0.75, computed by hand."""
    documents = {number: analyse(text) for number, text in texts.items()}
    average = sum(map(len, documents.values())) / len(documents)
    scores = {}
    for number, words in documents.items():
        total = 0.0
        for term in question:
            holding = sum(term in other for other in documents.values())
            idf = math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
            often = words.count(term)
            total += idf * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * len(words) / average))
        if total:
            scores[number] = total
    return scores


def test_scores_are_bm25(tmp_path: Path) -> None:
    """Scores and order are those of the formula over title and text."""
    stock(tmp_path)
    with Library.open(tmp_path) as library:
        ids = [p.id for entry in library.articles() for p in library.passages_of(entry.article.id)]
        articles = library.articles_of(ids)
        texts = {n: embedded_text(articles[n].title, p.text) for n, p in library.passages(ids).items()}
        found = WordIndex.open(library).search("Millbrook bread", 10)
        assert dict(found) == pytest.approx(bm25(texts, ["millbrook", "bread"]), rel=1e-5)


def test_stop_words_count_only_where_there_is_nothing_else(tmp_path: Path) -> None:
    """Words that say nothing find nothing beside others, and are looked up alone."""
    stock(tmp_path)
    with Library.open(tmp_path) as library:
        index = WordIndex.open(library)
        assert titles(library, index.search("what is the bread in it", 9)) == ["Café"]
        assert index.search("what is the", 9)
        assert index.search("", 9) == index.search("zebra", 9) == []


def test_a_period_leaves_out_other_days_but_not_the_undated(tmp_path: Path) -> None:
    """Only passages of the period's days and undated ones are found, with unchanged scores."""
    stock(tmp_path)
    with Library.open(tmp_path) as library:
        index = WordIndex.open(library)
        everything = dict(index.search("opened Millbrook troops", 9))
        for period, wanted in [
            (Period(since=date(2025, 1, 1)), {"Fair", "Troops", "Café"}),
            (Period(until=date(2024, 12, 31)), {"Flood", "Café"}),
            (Period(date(2025, 6, 1), date(2025, 6, 1)), {"Fair", "Café"}),
            (Period(), set(STORIES)),
        ]:
            found = index.search("opened Millbrook troops", 9, allowed=library.within(Scope(period)))
            assert set(titles(library, found)) == wanted
            assert dict(found).items() <= everything.items()


def test_term_weights_follow_the_formula(tmp_path: Path) -> None:
    """A term's weight is ln(1 + (N - df + 0.5) / (df + 0.5)) over the passages."""
    stock(tmp_path)
    with Library.open(tmp_path) as library:
        weights = WordIndex.open(library).term_weights("the Millbrook zebras")
        total = library.counts().passages
        assert weights.keys() == {"the", "millbrook", "zebra"}
        assert weights["millbrook"] == pytest.approx(math.log(1 + (total - 2 + 0.5) / 2.5))
        assert weights["zebra"] == pytest.approx(math.log(1 + (total + 0.5) / 0.5))


def test_catching_up_equals_rebuilding(tmp_path: Path) -> None:
    """After files came, changed and went, the index holds what one made anew holds."""
    stock(tmp_path, ["Flood", "Fair"])
    with Library.open(tmp_path) as library:
        index = WordIndex.open(library)
        with shelf(tmp_path) as (_, writer):
            writer.forget("/papers/Fair.txt")
            store(writer, "Flood.txt", [article("Flood", "All dry in Millbrook again.")])
        stock(tmp_path, ["Troops", "Café"])
        assert index.refresh()
        assert not index.refresh()
        questions = ("Millbrook", "cows", "bridge", "troops opened dry")
        caught_up = [{number for number, _ in index.search(question, 9)} for question in questions]
        stamp_in(tmp_path).unlink()
        anew = WordIndex.open(library)
        assert [{n for n, _ in anew.search(question, 9)} for question in questions] == caught_up
        assert len(anew) == len(index) == library.counts().passages
        assert caught_up[1] == set()


def test_a_run_broken_off_before_its_stamp_doubles_nothing(tmp_path: Path) -> None:
    """Where tantivy has what the stamp does not know of, catching up again adds nothing twice."""
    stock(tmp_path, ["Flood", "Fair"])
    with Library.open(tmp_path) as library:
        WordIndex.open(library)
        stamp = stamp_in(tmp_path)
        before = stamp.read_bytes()
        stock(tmp_path, ["Troops", "Café"])
        found = WordIndex.open(library).search("opened Millbrook troops", 9)
        folder = json.loads(stamp.read_text())["folder"]
        stamp.write_bytes(before)
        again = WordIndex.open(library)
        assert json.loads(stamp.read_text())["folder"] == folder, "it was made anew, not caught up"
        assert {number for number, _ in again.search("opened Millbrook troops", 9)} == dict(found).keys()
        assert len(again) == library.counts().passages


def test_vectors_leave_the_word_index_alone(tmp_path: Path) -> None:
    """While passages that are found by words already are embedded, nothing is written for the words."""
    with shelf(tmp_path) as (library, writer):
        writer.replace(file("Flood.txt"), [content(article("Flood", STORIES["Flood"][0]))])
        index = WordIndex.open(library)
        assert titles(library, index.search("Millbrook", 1)) == ["Flood"]
        stamp = stamp_in(tmp_path).read_bytes()
        waiting = writer.waiting(9)
        writer.store_vectors(list(waiting), EMBEDDER.embed([text for (text,) in waiting.values()]))
        assert not index.refresh()
        WordIndex.open(library)
        assert stamp_in(tmp_path).read_bytes() == stamp


def put(file: Path, data: bytes) -> None:
    """Give a file other bytes; whoever has it open keeps the ones it had."""
    file.unlink()
    file.write_bytes(data)


def truncated(file: Path) -> None:
    """Cut a file in half."""
    put(file, file.read_bytes()[: file.stat().st_size // 2])


def flipped(file: Path) -> None:
    """Turn one bit in the middle of a file."""
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 16
    put(file, bytes(data))


@pytest.mark.parametrize("damage", [Path.unlink, truncated, flipped])
def test_a_damaged_index_is_made_anew(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    """Whichever file is damaged, the index finds what it found before."""
    stock(tmp_path)
    with Library.open(tmp_path) as library:
        before = WordIndex.open(library).search("opened Millbrook", 9)
        count = len([file for file in (tmp_path / FOLDER).rglob("*") if file.is_file()])
        for at in range(count):
            files = sorted(file for file in (tmp_path / FOLDER).rglob("*") if file.is_file())
            if files[at % len(files)].stat().st_size:
                damage(files[at % len(files)])
            index = WordIndex.open(library)
            assert index.search("opened Millbrook", 9) == before
            assert index.proven()


def test_an_index_of_another_library_is_not_used(tmp_path: Path) -> None:
    """A full-text index from elsewhere is replaced, and nothing of it is found."""
    stock(tmp_path / "a", ["Flood"])
    stock(tmp_path / "b", ["Fair"])
    with Library.open(tmp_path / "b") as library:
        WordIndex.open(library)
    (tmp_path / "b" / FOLDER).rename(tmp_path / "a" / FOLDER)
    with Library.open(tmp_path / "a") as library:
        index = WordIndex.open(library)
        assert index.search("cows", 9) == []
        assert titles(library, index.search("Millbrook", 9)) == ["Flood"]


def test_words_are_found_before_vectors_exist(tmp_path: Path) -> None:
    """An article is found by its words as soon as it is stored."""
    with shelf(tmp_path) as (library, writer):
        index = WordIndex.open(library)
        assert index.search("bridge", 3) == []
        writer.replace(file("Flood.txt"), [content(article("Flood", STORIES["Flood"][0]))])
        assert index.refresh()
        assert len(index.search("bridge", 3)) == 1


def test_a_reader_of_the_old_index_keeps_it_while_another_is_made(tmp_path: Path) -> None:
    """Making the index anew takes nothing away from those who have the old one open."""
    stock(tmp_path)
    with Library.open(tmp_path) as library:
        reader = WordIndex.open(library)
        before = reader.search("opened Millbrook", 9)
        stamp_in(tmp_path).unlink()
        WordIndex.open(library)
        assert reader.search("opened Millbrook", 9) == before
        stock(tmp_path, ["Flood"])
        with shelf(tmp_path) as (_, writer):
            store(writer, "more.txt", [article("More", "Millbrook opened more.")])
        assert reader.refresh()
        assert len(reader.search("opened Millbrook", 9)) == len(before) + 1
