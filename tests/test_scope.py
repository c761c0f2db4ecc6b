"""Which articles a scope means, and that both indexes look at those and miss none."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf import EMBEDDER, shelf, store

from index.errors import QuestionError
from index.library import Library
from index.period import Period
from index.records import Article
from index.scope import EVERYTHING, Scope
from index.vectors import VectorIndex
from index.words import WordIndex
from index.writing import Writer

SOURCES = ("The Guardian", "Millbrook Herald", "Le Monde Diplomatique", "Süddeutsche Zeitung")
AUTHORS = ("Jane Smith", "Ann Smithson", "José Núñez", "Łukasz O’Brien")
SECTIONS = ("World", "World/Europe", "Sport")
LANGUAGES = ("en", "en-GB", "fr", "pt_BR")
LONGEST = "Water rose in Millbrook. The bridge was closed. Nobody came to the fair. " * 4
WANTED = {
    "sources": ("guardian", "HERALD", "le monde", "suddeutsche", "Guardian Herald"),
    "authors": ("smith", "Jane SMITH", "nunez", "brien lukasz", "Jane Núñez"),
    "sections": ("world", "europe", "SPORT"),
    "languages": ("en", "EN-gb", "pt", "f"),
}

articles = st.lists(
    st.builds(
        Article,
        title=st.sampled_from(("Flood", "Fair", "Bridge")),
        text=st.sampled_from((LONGEST, "The water fell.", "The fair opened.")),
        path=st.just("/papers/x.txt"),
        source=st.none() | st.sampled_from(SOURCES),
        authors=st.lists(st.sampled_from(AUTHORS), max_size=2, unique=True).map(tuple),
        section=st.none() | st.sampled_from(SECTIONS),
        language=st.none() | st.sampled_from(LANGUAGES),
        date=st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 9)),
    ),
    min_size=1,
    max_size=4,
)
periods = st.builds(
    Period,
    since=st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 5)),
    until=st.none() | st.dates(date(2020, 1, 5), date(2020, 1, 9)),
)


def wanting(*fields: str) -> st.SearchStrategy[Scope]:
    """Return scopes of a period and one or two wanted values in each of some fields."""
    chosen = {field: st.lists(st.sampled_from(WANTED[field]), min_size=1, max_size=2) for field in fields}
    return st.builds(Scope, periods, **{field: values.map(tuple) for field, values in chosen.items()})


scopes = st.tuples(wanting(), *(wanting(field) for field in WANTED), wanting("sources", "languages"))


def one(**fields: Any) -> Article:
    """Return an article with some fields."""
    return Article(**{"title": "T", "text": "Words.", "path": "/x.txt", **fields})


@pytest.mark.parametrize(
    ("scope", "meant", "others"),
    [
        (Scope(sources=("guardian",)), {"source": "The Guardian"}, {"source": "Guardians of Art"}),
        (Scope(sources=("Zurcher",)), {"source": "Neue Zürcher Zeitung"}, {"source": None}),
        (Scope(sources=("the times", "HERALD")), {"source": "Herald"}, {"source": "The Herder"}),
        (Scope(sources=("bbc",)), {"source": "www.bbc.co.uk"}, {"source": "abbc"}),
        (Scope(authors=("Smith",)), {"authors": ("Bo", "Jane Smith")}, {"authors": ("Al Smithson",)}),
        (Scope(authors=("Jane Smith",)), {"authors": ("Jane A. Smith",)}, {"authors": ("Jane", "Smith")}),
        (Scope(authors=("lukasz",)), {"authors": ("Łukasz Król",)}, {"authors": ()}),
        (Scope(sections=("STRASSE",)), {"section": "Straße & Bahn"}, {"section": "Strassen"}),
        (Scope(languages=("en",)), {"language": "en-GB"}, {"language": "eng"}),
        (Scope(languages=("EN_gb",)), {"language": "en-GB"}, {"language": "en"}),
        (Scope(Period(until=date(2020, 1, 1))), {"date": None}, {"date": date(2020, 1, 2)}),
        (
            Scope(sources=("Post",), languages=("fr",)),
            {"source": "Post", "language": "fr"},
            {"source": "Post", "language": "en"},
        ),
    ],
)
def test_a_scope_means_whole_words_without_case_and_accents(
    scope: Scope, meant: dict[str, Any], others: dict[str, Any]
) -> None:
    """Any value of one field will do, every field has to; what an article does not say is not meant."""
    assert scope.holds(one(**meant))
    assert not scope.holds(one(**others))
    assert not scope.everything


@pytest.mark.parametrize("nothing", ["", " ", "?!", "—"])
def test_a_name_without_words_is_refused(nothing: str) -> None:
    """It would mean every article or none, and neither was meant."""
    for field in ("source", "author", "section", "language"):
        given: dict[str, Any] = {f"{field}s": ("x", nothing)}
        with pytest.raises(QuestionError, match=f"^{field} .* has no words"):
            Scope(**given)


@settings(max_examples=15)
@given(first=articles, second=articles, chosen=scopes)
def test_the_passages_of_a_scope_are_those_of_the_articles_it_holds(
    tmp_path_factory: pytest.TempPathFactory,
    first: list[Article],
    second: list[Article],
    chosen: tuple[Scope, ...],
) -> None:
    """Whatever is stored, where and how often, the first place of an article says what it is."""
    with shelf(tmp_path_factory.mktemp("lib")) as (library, writer):
        store(writer, "a.txt", first)
        store(writer, "b.txt", second)
        assert_chosen_well(library, chosen)
        writer.forget("/papers/a.txt")
        writer.sweep()
        assert_chosen_well(library, chosen)


def assert_chosen_well(library: Library, chosen: tuple[Scope, ...]) -> None:
    """Compare the passages within scopes, and what is found in them, with those of every article."""
    words, vectors = WordIndex.open(library), VectorIndex.open(library)
    for scope in chosen:
        assert_one_chosen_well(library, scope, words, vectors)


def assert_one_chosen_well(library: Library, scope: Scope, index: WordIndex, vectors: VectorIndex) -> None:
    """Compare what is within one scope with what each article says."""
    held = [entry.article for entry in library.articles() if scope.holds(entry.article)]
    wanted = sorted(passage.id for each in held for passage in library.passages_of(each.id))
    allowed = library.within(scope)
    if allowed is None:
        assert scope.everything
        return
    assert allowed.dtype == np.int64
    assert allowed.tolist() == wanted
    question = "Did water rise or fall at the Millbrook fair?"
    everything = index.search(question, 10_000)
    among = [hit for hit in everything if hit[0] in set(wanted)]
    for limit in (1, 2, 5, 10_000):
        found = index.search(question, limit, allowed=allowed)
        assert [score for _, score in found] == pytest.approx([score for _, score in among[:limit]])
        assert dict(found).items() <= dict(among).items()
    (vector,) = EMBEDDER.embed([question])
    near = vectors.search(vector, 10_000, allowed=allowed)
    assert sorted(number for number, _ in near) == wanted


@pytest.mark.parametrize("limit", [1, 3, 40, 500])
def test_no_fewer_are_found_than_there_are(tmp_path: Path, limit: int) -> None:
    """Where what is meant ranks last of all, a search within it still finds as much as is asked for."""
    with shelf(tmp_path) as (library, writer):
        best = [one(title=f"Flood {n}", text="Flood flood flood.", source="Post") for n in range(300)]
        last = [one(title=f"Paper {n}", text=f"Flood {'and more ' * 9}.", source="Herald") for n in range(40)]
        store(writer, "f.txt", [*best, *last])
        index = WordIndex.open(library)
        for source, count in (("herald", 40), ("post", 300)):
            found = index.search("flood", limit, allowed=library.within(Scope(sources=(source,))))
            assert len(found) == min(limit, count)
            assert {library.articles_of([n])[n].source.lower() for n, _ in found} == {source}  # type: ignore[union-attr]


def test_a_changed_source_or_day_is_noticed_at_once(tmp_path: Path) -> None:
    """Where the words stay and what is said of them changes, no search goes by what was said before."""
    herald = one(source="Herald", date=date(2020, 1, 1))
    with shelf(tmp_path) as (library, writer):
        store(writer, "f.txt", [herald])
        index = WordIndex.open(library)
        by_source, by_day = Scope(sources=("herald",)), Scope(Period(since=date(2021, 1, 1)))
        assert counts(library, index, by_source, by_day) == [1, 0]
        store(writer, "f.txt", [replace(herald, source="Post")])
        assert counts(library, index, by_source, by_day) == [0, 0]
        store(writer, "f.txt", [replace(herald, date=date(2022, 1, 1))])
        assert counts(library, index, by_source, by_day) == [1, 1]


def counts(library: Library, index: WordIndex, *chosen: Scope) -> list[int]:
    """Return how many passages the words are found in, within each scope."""
    index.refresh()
    return [len(index.search("words", 9, allowed=library.within(scope))) for scope in chosen]


def test_what_is_chosen_again_is_not_looked_up_again(tmp_path: Path) -> None:
    """The last answer is kept while nothing is committed, and cannot be changed by who gets it."""
    with shelf(tmp_path) as (library, writer):
        store(writer, "f.txt", [one(source="Herald")])
        chosen = library.within(Scope(sources=("herald",)))
        assert chosen is not None
        assert not chosen.flags.writeable
        assert library.within(Scope(sources=("herald",))) is chosen
        store(writer, "g.txt", [one(title="Another", source="Herald")])
        again = library.within(Scope(sources=("herald",)))
        assert again is not None
        assert len(again) == 2


def test_what_articles_say_is_counted(tmp_path: Path) -> None:
    """Each value of a field with the number of its articles, the most frequent first."""
    with shelf(tmp_path) as (library, writer):
        stocked(writer)
        assert list(library.values("source").items()) == [("Post", 2), ("Herald", 1)]
        assert library.values("author") == {"Ann": 2, "Bo": 1}
        assert library.values("section") == {}
        assert library.values("language") == {"en": 1}
        assert library.within(EVERYTHING) is None


def stocked(writer: Writer) -> None:
    """Store three articles, one of them in two places."""
    first = one(title="A", source="Post", authors=("Ann", "Bo"), language="en")
    store(writer, "a.txt", [first, one(title="B", source="Post", authors=("Ann",)), one(title="C")])
    store(writer, "b.txt", [replace(first, source="Times"), one(title="D", source="Herald")])
