"""Newspaper exports."""

import json
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.readers import captions
from index.readers.dispatch import read
from index.readers.exports import factiva as exports_factiva
from index.readers.exports import lexis as exports_lexis
from index.readers.exports import newspaper
from index.readers.exports import proquest as exports_proquest
from index.records import Article

PROSE = "The ferry was late, and nobody who waited for it had thought to bring a coat."
EXPORT = """The Morning Paper - World

Harbour talks ‘back on course’ after night of shelling

Envoys say the text is nearly ready as ships wait offshore

- ANNA KELL Port Said OMAR AL HADI and TOMAS DE VRIES

Talks on reopening the harbour resumed yesterday after a night of shelling, three envoys said.

The shelling on Sunday was ordered without the knowledge of the negotiators, which shows who commands.

“We have a text and nine open points,” one envoy said. “Yesterday we had forty.”

Ships have waited offshore since May - some without crews - and the port has lost a third of its trade.

Sunday’s shelling was ordered without the knowledge of the negotiators, amid anger among crews

 ?? Reuters ?? Ships wait outside the harbour. The port says a third of its trade is gone
Reuters Ships wait outside the harbour. The port says a third of its trade is gone

Newspapers in English

Newspapers from Egypt
"""


def test_everything_around_the_body_becomes_a_field() -> None:
    """Masthead, headline, standfirst, byline and caption are fields, each once."""
    (draft,) = newspaper.read(EXPORT)

    assert (draft.source, draft.section) == ("The Morning Paper", "World")
    assert draft.title == "Harbour talks ‘back on course’ after night of shelling"
    assert draft.standfirst == "Envoys say the text is nearly ready as ships wait offshore"
    assert draft.authors == ("Anna Kell", "Omar Al Hadi", "Tomas de Vries")
    assert draft.captions == ("Ships wait outside the harbour. The port says a third of its trade is gone",)
    assert draft.date is None


def test_only_the_story_is_left_in_the_body() -> None:
    """Pull quote, captions and catalogue are gone; the first and the last sentence stand."""
    (draft,) = newspaper.read(EXPORT)

    assert draft.text.startswith("Talks on reopening")
    assert draft.text.endswith("a third of its trade.")
    assert draft.text.count("\n\n") == 3


def test_two_articles_in_one_file_are_two() -> None:
    """A second masthead of the same kind begins a second article."""
    second = EXPORT.replace("Harbour talks", "Canal talks").replace("- World", "- Business")
    drafts = newspaper.read(f"{EXPORT}\n{second}")

    assert [(draft.title or "")[:12] for draft in drafts] == ["Harbour talk", "Canal talks "]
    assert [draft.section for draft in drafts] == ["World", "Business"]
    assert all(draft.text.endswith("a third of its trade.") for draft in drafts)


def test_a_date_may_stand_before_the_byline() -> None:
    """A date line between headline and byline is the day of publication."""
    dated = EXPORT.replace("- ANNA KELL", "2024-03-04\n- ANNA KELL")
    (draft,) = newspaper.read(dated)

    assert draft.date == date(2024, 3, 4)
    assert draft.authors[0] == "Anna Kell"
    assert draft.text.startswith("Talks on reopening")


def test_ordinary_prose_is_no_export() -> None:
    """One mark alone, such as a dash in the first line, is not enough."""
    assert not newspaper.is_export("Herald News - a memoir\n\nI began in the print room. It was warm there.")


def test_the_real_export_reads_as_it_should() -> None:
    """The export this reader was first written for gives its title, authors and body."""
    folder = Path(__file__).parents[2] / "shared" / "seeds"
    files = sorted(folder.glob("000_*.txt")) if folder.is_dir() else []
    if not files:
        pytest.skip("no ../shared/seeds beside the repository")
    (draft,) = newspaper.read(files[0].read_text(encoding="utf-8"))

    assert (draft.source, draft.section) == ("The National", "News")
    assert draft.authors == ("Sinan Mahmoud", "Hadya Al Alawi", "Mohamad Ali Harisi")
    assert draft.text.startswith("An unannounced truce")
    assert draft.text.endswith("American media reported.")
    assert len(draft.captions) == 1
    assert "??" not in draft.text


EXPORTS = Path(__file__).parent / "data" / "exports"
EXPECTED = json.loads((EXPORTS / "expected.json").read_text(encoding="utf-8"))


def _told(article: Article) -> dict[str, object]:
    """Give the fields of an article that the expectations name, empty ones left out."""
    paragraphs = article.text.split("\n\n")
    told = {
        "title": article.title,
        "standfirst": article.standfirst,
        "source": article.source,
        "section": article.section,
        "language": article.language,
        "url": article.url,
        "authors": list(article.authors),
        "date": str(article.date) if article.date else None,
        "captions": list(article.captions),
        "paragraphs": len(paragraphs),
        "first": paragraphs[0][:40],
        "last": paragraphs[-1][-40:],
    }
    return {name: value for name, value in told.items() if value}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_export_gives_its_articles(name: str) -> None:
    """Every article of the file comes out, in order, each with its own fields and its whole story."""
    assert [_told(article) for article in read(EXPORTS / name).articles] == EXPECTED[name]


def test_no_export_is_without_expectations() -> None:
    """Each file beside the expectations is named in them."""
    assert {path.name for path in EXPORTS.glob("*.txt")} == set(EXPECTED)


def test_a_refrain_stays_and_a_pull_quote_goes() -> None:
    """What the author says three times stands three times; what the page sets large stands once."""
    (article,) = read(EXPORTS / "kiosk-pull-quotes.txt").articles

    assert article.text.count("They came back.") == 3
    assert article.text.count("It is like a zip being done up in the sky") == 1
    assert "counter of swifts" not in article.text


@pytest.mark.parametrize(
    "text",
    [
        "Herald News - a memoir\n\nI began in the print room. It was warm there.",
        f"How long is a story?\n\nBy Jane Doe\n\n{PROSE}\n\nLength: 512 words\n\n{PROSE}",
        f"Carrowby loaf\n\n- PLAIN FLOUR\n- SALT\n\n{PROSE}",
        f"The long walk\n\nBy Jane Doe\n\n{PROSE}\n\n* * *\n\nA New Day\n\n{PROSE}\n\n--------\n\n{PROSE}",
        f"What I read\n\n4 March 2024\n\n{PROSE}\n\nThe Argus, 15 March 2024\n\nThe Post - News\n\n{PROSE}",
        f"The Herald - News\n\nWhat the papers say\n\n{PROSE}\n\nThe Argus Post - News\n\n{PROSE}",
        f"On databases\n\nAbstract: what is left out\n\n{PROSE}\n\nFull text: not available, it said.",
        f"Leaked\n\nBy Jane Doe\n\n{PROSE}\n\nDocument 1 of 12\n\n{PROSE}",
        f"Is it so?\n\n- JANE DOE Carrowby\n\nWhat ?? he asked, and then again: what ?? {PROSE}",
    ],
)
def test_an_article_that_looks_like_an_export_stays_one(text: str, tmp_path: Path) -> None:
    """Section breaks, references and labels told of do not part an article or take its sentences."""
    path = tmp_path / "saved.txt"
    path.write_text(text, encoding="utf-8")
    (article,) = read(path).articles

    assert article.text.count(PROSE) == text.count(PROSE)


@pytest.mark.parametrize("folder", ["articles", "accounts"])
def test_no_sample_is_parted(folder: str) -> None:
    """Each sample is one article, and none is taken for a database's export."""
    for path in sorted((EXPORTS.parent / folder).glob("*")):
        assert len(read(path).articles) == 1
        text = path.read_text(encoding="utf-8")
        assert not any(one.is_export(text) for one in (exports_lexis, exports_factiva, exports_proquest))


_HEADLINE = st.sampled_from(
    [
        "Ferry to run all night ‘until the bridge is safe’",
        "COUNCIL LOSES ITS KEYS",
        "Otters: what to do, and what not to",
        "“I would do it again”",
        "Mayor Marchbank Steps Down",
        "Is this the end of the line?",
        "Heat",
    ]
)
_STANDFIRST = st.sampled_from([None, "Operator promises a boat every forty minutes as lorries queue"])
_BYLINE = st.sampled_from(
    [
        None,
        "- SIÂN PROTHERO Carrowby",
        "SIÂN PROTHERO",
        "Siân Prothero",
        "By Siân Prothero in Carrowby",
        "BY SIÂN PROTHERO",
        "Siân Prothero, Education Correspondent",
    ]
)
_SENTENCE = st.lists(
    st.sampled_from("river town boat council bread night lorry harbour clock key winter market".split()),
    min_size=28,  # longer than any line that a program broke
    max_size=40,
).map(lambda words: f"The {' '.join(words)}.")
_BODY = st.lists(_SENTENCE, min_size=2, max_size=5, unique=True)
_CAPTION = st.sampled_from(
    [None, " ?? EPA ?? {}\nEPA {}", "{} / REUTERS", "{}. Picture: Leonie Vardy", "Photo: {}. AFP"]
)
_ARTICLE = st.tuples(
    st.sampled_from(["The Carrowby Herald", "Brackstow Evening Post"]),
    st.sampled_from(["News", "Sport", "Front Page"]),
    _HEADLINE,
    _STANDFIRST,
    _BYLINE,
    _BODY,
    _CAPTION,
)
_MASTHEAD = st.sampled_from(["{} - {}", "{} - {} - 15 Mar 2024 - Page 4", "{} | {} | Friday, March 15, 2024"])
_END = st.sampled_from(["", "Newspapers in English", "_" * 20, "© 2024 The Herald. All rights reserved."])
_SHOWN = "Boats wait at the Staithe for the tide to turn"


@settings(max_examples=80, deadline=None)
@given(st.lists(_ARTICLE, min_size=2, max_size=4), _MASTHEAD, _END, st.sampled_from(["\n\n", "\n"]))
def test_as_many_articles_come_out_as_went_in(
    articles: list[tuple[str, str, str, str | None, str | None, list[str], str | None]],
    masthead: str,
    end: str,
    gap: str,
) -> None:
    """However kiosks set an export's articles, each comes out with its head in fields and its exact body."""
    pages = []
    for source, section, headline, standfirst, byline, body, caption in articles:
        shown = caption.format(_SHOWN, _SHOWN) if caption else None
        above = [masthead.format(source, section), headline, standfirst, byline]
        pages.append(gap.join(filter(None, [*above, body[0], shown, *body[1:], end])))
    text = "\n\n".join(pages)

    assert newspaper.is_export(text)
    drafts = newspaper.read(text)
    for draft, (source, section, headline, standfirst, byline, body, caption) in zip(
        drafts, articles, strict=True
    ):
        assert (draft.source, draft.section, draft.title) == (source, section, headline)
        assert draft.standfirst == standfirst
        assert draft.authors == (("Siân Prothero",) if byline else ())
        assert [one.rstrip(".") for one in draft.captions] == [_SHOWN] * bool(caption)
        assert draft.text == "\n\n".join(body)


def test_a_long_export_is_read_in_proportion() -> None:
    """Twenty thousand short quotations under one masthead take seconds, as they are no pull quotes."""
    quotes = "\n\n".join(f"“The boat was late again on day {number}”" for number in range(20_000))
    begun = time.monotonic()
    (draft,) = newspaper.read(f"The Carrowby Herald - News\n\nA log\n\n- JANE DOE Carrowby\n\n{quotes}")

    assert draft.text.count("“") == 20_000
    assert time.monotonic() - begun < 60


@pytest.mark.parametrize(
    ("line", "caption"),
    [
        ("Ships wait outside the harbour / REUTERS", "Ships wait outside the harbour"),
        ("Ships wait outside the harbour. GETTY IMAGES", "Ships wait outside the harbour."),
        ("Ships wait outside the harbour (Photo: Reuters)", "Ships wait outside the harbour"),
        ("Ships wait outside. JANE DOE / THE HERALD", "Ships wait outside."),
        ("Picture: Ships wait outside the harbour", "Ships wait outside the harbour"),
        ("Ships wait off the port. PHOTO BY JANE DOE", "Ships wait off the port"),
    ],
)
def test_a_credit_makes_a_caption(line: str, caption: str) -> None:
    """A line that ends or begins with a picture's credit is a caption, and the credit no part of it."""
    kept, told = captions.parted([["Title"], ["By Jane Doe"], [PROSE], [line], [PROSE]])

    assert told == (caption,)
    assert kept[2:] == [[PROSE], [PROSE]]


@pytest.mark.parametrize(
    "line",
    [
        "The film won best picture: Oppenheimer",
        "Photo by Jane Doe, the winner of last year's prize, hangs in the hall of the library.",
        "The talks go on, three envoys said. – Reuters",
        "He had read it first on Reuters, and then in the paper (AFP).",
        "The bridge and/or the ferry will stay open",
        "Picture this: a town without water",
    ],
)
def test_prose_about_pictures_is_no_caption(line: str) -> None:
    """A sentence that names an agency or a photograph stays in the story."""
    kept, told = captions.parted([["Title"], ["By Jane Doe"], [PROSE], [line]])

    assert told == ()
    assert kept[-1] == [line]


@pytest.mark.parametrize(
    "text", ["", "??", "?? ??\n?? ??", "HD\nWC 5 words\nLP", "Length: 5 words\nBody\nEnd of Document"]
)
def test_an_empty_export_holds_no_story(text: str) -> None:
    """Marks with nothing between them give no text, and no failure."""
    assert all(not draft.text.strip(" ?") for draft in newspaper.read(text))
