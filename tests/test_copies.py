"""Near copies share a place, overlaps give way, and no article crowds out the others."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.retrieval.copies import FURTHER, SHARE_KEPT, Candidate, Place, shared_places
from qa.retrieval.reprints import Wording, repeats

STORY = (
    "The river rose above its banks on Tuesday night and flooded the lower part of Lund. Rescue crews took"
    " 42 people from their homes, the fire chief said. The council did not close the bridge. Schools stay"
    " shut until the water has gone down, and the army is bringing sandbags. The mayor thanked the"
    " volunteers who had worked through the night."
)
OTHER = (
    "The orchestra opened its season with a symphony that had not been heard for a century. The hall was"
    " full, and the applause went on for ten minutes. Critics praised the strings above all."
)


def candidate(number: int, text: str, *, article: str = "", start: int = 0, score: float = 0.5) -> Candidate:
    """Return a candidate, of an article of its own unless one is named."""
    return Candidate(number, article or f"a{number}", start, start + len(text), text, score)


def ranked(*texts: str) -> list[Candidate]:
    """Return candidates of articles a0, a1 … with these texts, best first."""
    return [candidate(at, text, score=1 - at / 100) for at, text in enumerate(texts)]


def passages(places: list[Place]) -> list[int]:
    """Return the passages that have places."""
    return [place.candidate.passage for place in places]


def repeated(text: str, shown: str = STORY) -> bool:
    """Return whether a text repeats the story."""
    return repeats(Wording(text), Wording(shown))


@pytest.mark.parametrize(
    "text",
    [
        f"By Jane Doe\n\n{STORY}",
        f"LUND (Reuters) — {STORY}",
        f"{STORY}\n\nReporting by Jane Doe and Tom Beck",
        STORY.replace(". ", ".\n\n"),
        STORY.removesuffix(" The mayor thanked the volunteers who had worked through the night."),
        STORY.replace(" The council did not close the bridge.", ""),
        f"{STORY} The station has opened its doors to everybody who needs a bed.",
        STORY.replace("the fire chief said", "said the fire chief"),
        STORY.replace("flooded", "floods").replace("that", "which"),
        STORY.upper(),
    ],
)
def test_a_reprint_repeats(text: str) -> None:
    """Another byline, other paragraphs, a sentence more or less and a word that tells nothing are no news."""
    assert repeated(text)


def test_bylines_of_two_papers() -> None:
    """Two copies with a byline each repeat one another; a line at the end counts as well."""
    assert repeated(
        f"By Jane Doe\n\n{STORY}", f"LUND (AP) — {STORY}\n\nContact Tom Beck at tom@paper.example"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("42", "43"),
        ("42 people", "forty people"),
        ("did not close", "did close"),
        ("rose above", "fell below"),
        ("Lund", "Bergen"),
        ("on Tuesday", "on Friday"),
        ("took", "failed to take"),
        ("above its banks", "near its banks"),
        ("The army", "The police"),
        ("until", "before"),
        ("people", "dead people"),
        ("The river rose", "Nobody believes the river rose"),
        ("through the night.", "through the night, but he was jeered."),
        ("through the night.", "through the night. The opposition put the number at 60."),
        ("through the night.", "through the night. The crews disputed the figure."),
    ],
)
def test_a_dissenter_is_no_copy(old: str, new: str) -> None:
    """A changed number, name, day, verb or "not" makes it another report."""
    changed = STORY.replace(old, new) if old in STORY else STORY.replace(old.lower(), new.lower())
    assert changed != STORY
    assert not repeated(changed)


@pytest.mark.parametrize(
    ("number", "changed"), [("5%", "5"), ("$5", "€5"), ("-5", "5"), ("1.5", "15"), ("2,500", "2.500")]
)
def test_signs_are_part_of_numbers(number: str, changed: str) -> None:
    """A sign, a currency and the place of a point change a number."""
    assert not repeated(f"{STORY} It was {changed} again.", f"{STORY} It was {number} again.")


def test_a_denial_that_loses_its_beginning() -> None:
    """A text that begins inside another's sentence leaves out nothing that turns it round."""
    assert not repeated(STORY, f"It is not true that {STORY}")
    assert repeated(STORY, f"{OTHER.split('.', maxsplit=1)[0]}. {STORY}")


def test_a_headline_is_no_byline() -> None:
    """Capitals alone do not make a line one on who reported."""
    head = "Council Approves New Bridge by Vote of Nine"
    assert not repeated(f"{head.replace('Approves', 'Rejects')}\n\n{STORY}", f"{head}\n\n{STORY}")
    assert not repeated(f"COUNCIL DOUBTS BRIDGE\n\n{STORY}", f"COUNCIL WANTS BRIDGE\n\n{STORY}")


def test_a_number_written_otherwise() -> None:
    """A thousands separator changes nothing."""
    assert repeated(STORY.replace("42", "4200"), STORY.replace("42", "4,200"))


def test_a_shared_notice_makes_no_copies() -> None:
    """Two stories around the same long notice are two stories."""
    notice = "Sign up to our letters to get the best of the week in your inbox every morning. " * 3
    told = "The bakery in Mill Lane has been sold to its staff after ninety years."
    assert not repeated(f"{told} {notice}{OTHER}", f"{OTHER} {notice}{told}")
    assert not repeated(notice, f"{notice}{STORY}{OTHER}")


@given(st.data())
def test_no_changed_word_is_passed_over(data: st.DataObject) -> None:
    """Any word that tells something, changed or taken out inside a sentence, makes it another report."""
    words = STORY.split()
    at = data.draw(st.integers(1, len(words) - 2))
    bare = words[at].lower().strip(".,")
    if bare in {"the", "that", "who", "had", "has", "is", "did", "said", "its"}:
        return
    new = data.draw(st.sampled_from(["", "Zebra", "never", "1999", "opposed"]))
    changed = " ".join([*words[:at], *new.split(), *words[at + 1 :]])
    assert not repeated(changed)


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_compared(one: str, other: str) -> None:
    """No text breaks the comparison, and every text repeats itself."""
    assert repeats(Wording(one), Wording(one))
    repeats(Wording(one), Wording(other))


def test_scripts_without_spaces() -> None:
    """A text without spaces is compared by its characters."""
    last = "学校将停课直到水退去。"
    told = f"河水周二晚间漫过堤岸淹没了城市的下半部分。救援人员从家中救出四十二人。市政府没有关闭大桥。{last}"
    assert not repeated(told.replace("没有关闭", "关闭了"), told)
    assert repeated(told.removesuffix(last), told)


def test_a_dissenter_is_shown_beside_five_reprints() -> None:
    """At three places five reprints take one and are named there; the dissenter has the next."""
    dissenter = STORY.replace("42", "61")
    papers = [f"By {name}\n\n{STORY}" for name in ("Ann Ek", "Bo Lind", "Cy Berg", "Di Holm", "Ed Falk")]
    places = shared_places(ranked(*papers, dissenter, OTHER), 3)
    assert passages(places) == [0, 5, 6]
    assert places[0].also_in == ("a1", "a2", "a3", "a4")
    assert places[0].copies == (1, 2, 3, 4)


def test_a_notice_under_two_hundred_addresses() -> None:
    """Copies to the letter share one place, all of them named, and others follow."""
    notice = "Register now to go on reading this page."
    places = shared_places(ranked(*[notice] * 200, STORY, OTHER), 3)
    assert passages(places) == [0, 200, 201]
    assert len(places[0].also_in) == 199


def test_a_copy_cut_elsewhere_gives_way() -> None:
    """A passage whose every sentence stands in two that are shown gives way to the nearer."""
    one, two, three = STORY, f"{OTHER}", f"{STORY.split('. ', 1)[1]} {OTHER.split('. ', maxsplit=1)[0]}."
    assert passages(shared_places(ranked(one, two, three), 3)) == [0, 1]


def test_the_same_words_twice_in_an_article() -> None:
    """A repeated passage of one article gives way and names no article."""
    (place,) = shared_places(
        [candidate(1, STORY, article="a", score=0.9), candidate(2, STORY, article="a", start=900)], 5
    )
    assert place.copies == (2,)
    assert place.also_in == ()


def test_an_overlap_is_not_repeated() -> None:
    """A passage of which half is shown gives way; one that is mostly new stays."""
    text = STORY + OTHER
    first = Candidate(1, "a", 0, 300, text[:300], 0.9)
    half = Candidate(2, "a", 150, 450, text[150:450], 0.8)
    new = Candidate(3, "a", 250, 500, text[250:500], 0.7)
    places = shared_places([first, half, new], 5)
    assert passages(places) == [1, 3]
    assert places[0].copies == (2,)
    assert places[0].also_in == ()


def test_an_overlap_with_two_neighbours() -> None:
    """A passage that lies between two that are shown gives way to the one it shares more with."""
    text = STORY + OTHER
    spans = [(0, 200), (220, 420), (130, 310)]
    places = shared_places(
        [Candidate(at, "a", *span, text[slice(*span)], 0.9) for at, span in enumerate(spans)], 5
    )
    assert [place.copies for place in places] == [(), (2,)]


def distinct(number: int) -> str:
    """Return a text that shares no run of words with another number's."""
    return " ".join(f"word{number}x{at}" for at in range(30))


def of_article(article: str, number: int, score: float) -> Candidate:
    """Return a candidate that repeats nothing, anywhere in an article."""
    return candidate(number, distinct(number), article=article, start=number * 1000, score=score)


def test_others_get_their_turn() -> None:
    """The second passage of an article stands behind another's that is about as good."""
    found = [of_article("a", 1, 0.90), of_article("a", 2, 0.89), of_article("b", 3, 0.87)]
    places = shared_places(found, 3)
    assert passages(places) == [1, 3, 2]
    assert [place.score for place in places] == [0.90, 0.87, pytest.approx(0.89 * SHARE_KEPT)]


def test_an_article_that_deserves_it_keeps_the_list() -> None:
    """Passages that are clearly better stay before the others, of one article though they are."""
    found = [of_article("a", 1, 0.95), of_article("a", 2, 0.90), of_article("b", 3, 0.5)]
    assert passages(shared_places(found, 2)) == [1, 2]


def test_one_article_fills_the_list() -> None:
    """A library of one article gives as many places as asked for, in the order of the scores."""
    found = [of_article("a", number, 1 - number / 50) for number in range(20)]
    assert passages(shared_places(found, 10)) == list(range(10))


def counted(candidates: list[Candidate], taken: list[int]) -> Iterator[Candidate]:
    """Yield candidates, noting each that is taken."""
    for one in candidates:
        taken.append(one.passage)
        yield one


def test_only_as_many_are_taken_as_needed() -> None:
    """Beyond those that fill the list only a stated number is looked at."""
    taken: list[int] = []
    shared_places(counted([of_article(f"a{n}", n, 1 - n / 200) for n in range(200)], taken), 10)
    assert len(taken) == 10 + FURTHER


@pytest.mark.parametrize("limit", [0, -1])
def test_no_places(limit: int) -> None:
    """A list of no places takes no candidates."""
    taken: list[int] = []
    assert shared_places(counted(ranked(STORY), taken), limit) == []
    assert taken == []


def test_no_candidates() -> None:
    """Nothing found is an empty list."""
    assert shared_places([], 10) == []


@st.composite
def listings(draw: st.DrawFn) -> list[Candidate]:
    """Draw ranked candidates of few articles, some with the same text."""
    scores = sorted(draw(st.lists(st.floats(0, 1), max_size=30)), reverse=True)
    articles = st.sampled_from("abcd")
    return [
        candidate(
            at, distinct(draw(st.integers(0, 20))), article=draw(articles), start=at * 1000, score=score
        )
        for at, score in enumerate(scores)
    ]


@given(listings(), st.integers(1, 12))
def test_laws(found: list[Candidate], limit: int) -> None:
    """No text twice, none lost without need, scores fall, and nothing stands in two places."""
    places = shared_places(found, limit)
    texts = [place.candidate.text for place in places]
    assert len(set(texts)) == len(texts) == min(limit, len({one.text for one in found}))
    scores = [place.score for place in places]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= place.score <= place.candidate.score for place in places)
    everywhere = [number for place in places for number in (place.candidate.passage, *place.copies)]
    assert len(set(everywhere)) == len(everywhere)
    assert all(place.candidate.article not in place.also_in for place in places)


@given(listings(), st.integers(1, 12))
def test_a_shorter_list_is_the_beginning_of_a_longer(found: list[Candidate], limit: int) -> None:
    """Asking for more places changes none of the first."""
    assert passages(shared_places(found, limit)) == passages(shared_places(found, limit + 3))[:limit]


def told(number: int, text: str, *, story: str | None = "a1") -> Candidate:
    """Return a candidate of an article of its own, in a story."""
    return replace(candidate(number, text, score=1 - number / 100), story=story)


SENTENCES = [f"{sentence.strip()}." for sentence in STORY.split(".") if sentence.strip()]
HEAD, MIDDLE, TAIL = " ".join(SENTENCES[:2]), SENTENCES[2], " ".join(SENTENCES[3:])


def test_a_version_that_is_cut_otherwise_gives_way() -> None:
    """Its passage says mostly what is shown, and the rest stands in the article that is shown; not named."""
    (shown, other) = told(1, f"{HEAD} {MIDDLE}"), told(2, f"{HEAD} Twelve boats sank in the storm.")
    asked = []

    def holds(article: str, text: str) -> bool:
        asked.append((article, text))
        return True

    (place,) = shared_places([shown, other], 5, holds=holds)
    assert (place.candidate, place.copies, place.also_in) == (shown, (2,), ())
    assert asked == [("a1", other.text)]


@pytest.mark.parametrize(
    "other",
    [
        told(2, f"{HEAD} Twelve boats sank in the storm.", story=None),
        told(2, f"{HEAD} Twelve boats sank in the storm.", story="a2"),
        told(2, f"{SENTENCES[0]} Twelve boats sank in the storm. {OTHER}"),
    ],
)
def test_what_says_mostly_something_else_keeps_its_place(other: Candidate) -> None:
    """So does what is of another story, or of none."""
    places = shared_places([told(1, f"{HEAD} {MIDDLE}"), other], 5, holds=lambda _, __: True)
    assert passages(places) == [1, 2]


def test_a_version_that_says_something_else_keeps_its_place() -> None:
    """Where the shown article does not say all that a passage says, it is another report."""
    differs = told(2, f"{HEAD.replace('42', '60')} {MIDDLE}")
    places = shared_places([told(1, f"{HEAD} {MIDDLE}"), differs], 5, holds=lambda _, __: False)
    assert passages(places) == [1, 2]
