"""Taking things out for good: by path, address and id, and never found again."""

import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from fakes import FakeEmbedder
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf import article, content, file, shelf, store
from test_build import assert_sound, figures, run, titles, write

from index.errors import LibraryBusyError, QuestionError
from index.inventory import FileState
from index.library import Library
from index.removal import Removal, planned, remove
from index.vectors import VectorIndex
from index.words import WordIndex
from index.writing import Writer
from qa.retrieval.retriever import Retriever


def ids(removal: Removal) -> set[str]:
    """Return the ids of the articles that leave."""
    return {entry.article.id for entry in removal.articles}


def identifier(library: Path, topic: str) -> str:
    """Return the id of the article about a topic."""
    with Library.open(library) as opened:
        (found,) = (one.article.id for one in opened.articles() if topic in one.article.title)
    return found


def plan(library: Path, *what: str) -> Removal:
    """Return what would go."""
    with Library.open(library) as opened:
        return planned(what, opened)


def test_a_removed_folder_is_found_no_more(tmp_path: Path) -> None:
    """All below a folder leaves both indexes and every reader that was open; the neighbours stay."""
    source, library = tmp_path / "in", tmp_path / "lib"
    for name, topic in (("old/a.txt", "zebra"), ("old/deep/b.txt", "heron"), ("old.txt", "fair")):
        write((source / name).parent, Path(name).name, topic)
    run(source, into=library)
    reader = Retriever.open(library, FakeEmbedder())
    assert reader.search("zebra")[0].title == "All about the zebra"
    gone = remove([str(source / "old")], library)
    assert {Path(path).name for path in gone.files} == {"a.txt", "b.txt"}
    assert {entry.article.title for entry in gone.articles} == {"All about the zebra", "All about the heron"}
    for topic in ("zebra", "heron"):
        assert {hit.title for hit in reader.search(topic)} == {"All about the fair"}
    assert reader.library.article(next(iter(ids(gone)))) is None
    reader.close()
    with Library.open(library) as opened:
        assert WordIndex.open(opened).search("zebra heron", 5) == []
        assert len(VectorIndex.open(opened)) == opened.counts().passages
    assert_sound(library)


def test_what_was_removed_stays_out_until_it_is_named(tmp_path: Path) -> None:
    """A run over the folder above leaves it out, changed or not; naming the file brings it in again."""
    source, library = tmp_path / "in", tmp_path / "lib"
    path = write(source, "zebra.txt", "zebra")
    write(source, "fair.txt", "fair")
    run(source, into=library)
    remove([str(path)], library)
    assert figures(run(source, into=library)) == (0, 0, 1, 0)
    write(source, "zebra.txt", "zebra", sentences=9)
    assert figures(run(source, into=library)) == (0, 0, 1, 0)
    assert titles(library) == ["All about the fair"]
    assert figures(run(path, into=library)) == (1, 0, 0, 0)
    assert figures(run(source, into=library)) == (0, 0, 2, 0)
    assert_sound(library)


def test_a_removed_article_stays_out_until_its_file_is_named(tmp_path: Path) -> None:
    """It leaves wherever it lies and comes in from no copy; its file stays known, and brings it back."""
    source, library = tmp_path / "in", tmp_path / "lib"
    path = write(source, "zebra.txt", "zebra")
    write(source, "copy.txt", "zebra")
    write(source, "fair.txt", "fair")
    run(source, into=library)
    one = identifier(library, "zebra")
    gone = remove([one[:8].upper()], library)
    assert (ids(gone), gone.files, gone.staying) == ({one}, (), ())
    write(source, "again.txt", "zebra")
    os.utime(path)
    run(source, into=library)
    assert titles(library) == ["All about the fair"]
    assert run(path, into=library).added == 1
    assert identifier(library, "zebra") == one
    assert_sound(library)


def test_an_article_that_another_file_has_stays(tmp_path: Path) -> None:
    """Removing one of two files keeps the article, and says where else it lies."""
    one = write(tmp_path / "in", "a.txt", "zebra")
    other = write(tmp_path / "more", "b.txt", "zebra")
    run(one, other, into=tmp_path / "lib")
    gone = remove([str(one)], tmp_path / "lib")
    assert (gone.articles, gone.files) == ((), (str(one),))
    (staying,) = gone.staying
    assert staying.elsewhere == (str(other),)
    with Library.open(tmp_path / "lib") as library:
        (entry,) = library.articles()
    assert (entry.article.path, entry.article.id) == (str(other), staying.entry.article.id)
    assert_sound(tmp_path / "lib")


def test_both_files_of_an_article_take_it_with_them(tmp_path: Path) -> None:
    """Named together, or with its own id beside one of them, nothing keeps the article."""
    one = write(tmp_path / "in", "a.txt", "zebra")
    other = write(tmp_path / "more", "b.txt", "zebra")
    run(one, other, into=tmp_path / "lib")
    for second in (str(other), identifier(tmp_path / "lib", "zebra")):
        going = plan(tmp_path / "lib", str(one), second)
        assert (len(going.articles), going.staying) == (1, ())
    remove([str(one), str(other), str(one)], tmp_path / "lib")
    assert titles(tmp_path / "lib") == []


def test_an_address_is_removed_by_its_name_alone(tmp_path: Path) -> None:
    """What was fetched leaves by its address; one that only begins so stays."""
    addresses = ["https://example.org/zebra", "https://example.org/zebra/2"]
    with shelf(tmp_path) as (_, writer):
        for address, title in zip(addresses, ("Zebra", "Heron"), strict=True):
            state = FileState(address, 0, -1, b"d" * 16, 1)
            writer.replace(state, [content(article(title, f"A {title} was seen in the town."))])
    gone = remove(addresses[:1], tmp_path)
    assert gone.files == (addresses[0],)
    assert titles(tmp_path) == ["Heron"]


def test_nothing_is_removed_where_one_argument_is_unknown(tmp_path: Path) -> None:
    """Everything is understood before anything leaves; one line says which was not."""
    known = write(tmp_path / "in", "zebra.txt", "zebra")
    write(tmp_path / "in", "fair.txt", "fair")
    run(tmp_path / "in", into=tmp_path / "lib")
    shared = write(tmp_path / "in", "x.txt", "x")  # there, but never indexed
    for unknown in (str(shared), "nothing", "", "https://example.org/", "\udce9", "zz" * 20, "a b"):
        with pytest.raises(QuestionError) as error:
            remove([str(known), unknown], tmp_path / "lib")
        assert "\n" not in str(error.value)
        str(error.value).encode()
    assert len(titles(tmp_path / "lib")) == 2


def test_the_beginning_of_several_ids_is_refused(tmp_path: Path) -> None:
    """An id's beginning that is not enough names the articles that have it."""
    with shelf(tmp_path) as (_, writer):
        store(writer, "f.txt", [article(f"Title {number}", "The text of it.") for number in range(17)])
    with Library.open(tmp_path) as library:
        ids_ = [entry.article.id for entry in library.articles()]
    digit = next(one for one in "0123456789abcdef" if sum(each.startswith(one) for each in ids_) > 1)
    with pytest.raises(QuestionError, match="give more of it"):
        remove([digit], tmp_path)


def test_a_known_path_comes_before_an_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file whose name is the beginning of another article's id is the file that is meant."""
    write(tmp_path / "in", "fair.txt", "fair")
    run(tmp_path / "in", into=tmp_path / "lib")
    one = identifier(tmp_path / "lib", "fair")
    named = write(tmp_path / "in", one[:6], "zebra")
    run(named, into=tmp_path / "lib")
    monkeypatch.chdir(tmp_path / "in")
    assert plan(tmp_path / "lib", one[:6]).files == (str(named),)
    assert ids(plan(tmp_path / "lib", one[:7])) == {one}


def test_a_plan_takes_no_lock_and_changes_nothing(tmp_path: Path) -> None:
    """What would go is said while another writes; removing is refused meanwhile."""
    with shelf(tmp_path) as (library, writer):
        store(writer, "f.txt", [article("Zebra", "A zebra was seen in the town.")])
        moment = library.moment
        assert len(plan(tmp_path, "/papers").articles) == 1
        assert library.moment == moment
        with pytest.raises(LibraryBusyError):
            remove(["/papers"], tmp_path)
    assert titles(tmp_path) == ["Zebra"]


def test_a_removal_that_is_broken_off_leaves_whole_articles(tmp_path: Path) -> None:
    """Between two named files the library is sound, with one of them gone."""
    with shelf(tmp_path) as (_, writer):
        store(writer, "a.txt", [article("Zebra", "A zebra was seen in the town.")])
        store(writer, "b.txt", [article("Heron", "A heron was seen in the town.")])
    with Library.open(tmp_path) as library, Writer.of(library) as writer:
        writer.leave_out_path("/papers/a.txt", ["/papers/a.txt"])
    assert_sound(tmp_path)
    assert titles(tmp_path) == ["Heron"]
    with Library.open(tmp_path) as library, Writer.of(library) as writer:
        assert writer.left_out().paths == {"/papers/a.txt"}


LAID_OUT = st.lists(st.lists(st.integers(0, 5), max_size=4, unique=True).map(tuple), min_size=1, max_size=5)


@settings(max_examples=25)
@given(files=LAID_OUT, named=st.sets(st.integers(0, 4)), articles=st.sets(st.integers(0, 5), max_size=2))
def test_what_is_planned_is_what_leaves(
    tmp_path_factory: pytest.TempPathFactory,
    files: Sequence[tuple[int, ...]],
    named: set[int],
    articles: set[int],
) -> None:
    """An article leaves if it is named or no file is left that has it; no other does."""
    made = [article(f"Title {number}", f"What happened to {number} in town.") for number in range(6)]
    held = {number for numbers in files for number in numbers}
    what = [f"/papers/{n}.txt" for n in named if n < len(files)] + [made[n].id for n in articles & held]
    directory = tmp_path_factory.mktemp("lib")
    with shelf(directory) as (_, writer):
        for name, numbers in enumerate(files):
            writer.replace(file(f"{name}.txt"), [content(made[number]) for number in numbers])
    gone = remove(what, directory)
    kept = {
        number for name, numbers in enumerate(files) if name not in named for number in numbers
    } - articles
    with Library.open(directory) as library:
        assert {entry.article.id for entry in library.articles()} == {made[number].id for number in kept}
    assert ids(gone) == {made[number].id for number in held - kept}
