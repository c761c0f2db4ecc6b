"""Notices in an article's place."""

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from index.errors import ReadError
from index.readers import html, notices

NEWS = Path(__file__).parents[2] / "shared" / "eval" / "news" / "articles.jsonl.gz"
NOTICES = {
    "registration": "Register for free to continue reading. Registration is free and takes less than a "
    "minute. "
    "Already have an account? Sign in. By registering you agree to our terms of use and privacy policy.",
    "subscription": "This article is only for subscribers. Subscribe to keep reading: unlimited access "
    "to every "
    "story for £2 a month. You can cancel your subscription at any time. Already a subscriber? Log in.",
    "cookies": "We and our 134 partners use cookies and store and/or access information on a device. You can "
    "manage your privacy choices at any time.\nAccept all\nReject all\nCookie settings",
    "JavaScript": "Please enable JavaScript and reload the page. Your browser does not support this site.",
    "an error page": "404\nSorry, the page you are looking for could not be found. It may have been "
    "moved. Please "
    "check the address or return to our home page.",
    "a check for robots": "Please verify that you are human by completing the captcha below. We have "
    "detected "
    "unusual traffic from your network. Ray ID: 7f31",
    "a feedback form": "Was this page helpful?\nYes\nNo\nThank you for your feedback. Help us improve "
    "this website "
    "by completing the survey. All fields marked with a star are required.\nYour name\nYour e-mail\nSend",
    "a newsletter's sign-up": "Sign up to our Harbour newsletter. The best of the Herald delivered "
    "straight to your "
    "inbox. By submitting your e-mail you agree to receive offers from our partners.",
}
FOREIGN = (
    "Diese Website verwendet Cookies. Bitte aktivieren Sie JavaScript in Ihrem Browser.",
    "Cet article est réservé aux abonnés.",
    "Utilizamos cookies propias y de terceros.",
)
ARTICLES = (
    (
        "The town council will ask visitors of its website whether they accept cookies, after a complaint "
        "by the data "
        "protection office. Until now the site had stored information on every visit without consent. "
        "Councillor Jane "
        "Doe said that the change would cost 4,000 pounds. “We use cookies to count our visitors, and "
        "nothing else,” she "
        "said. The office had set the council a time limit of six weeks, which ends on Friday."
    ),
    (
        "Parents can register their children for the swimming course until Friday. Registration is "
        "required, the baths "
        "said, because only twelve places are left. Those who sign up at the counter pay 20 pounds. Last "
        "year the course "
        "was full within two days, and forty children had to wait until the autumn for a place of their own."
    ),
    (
        "The Herald will charge for its website from May. Subscribers of the printed paper can go on "
        "reading for nothing, "
        "its publisher said on Monday, while others may read five articles a month before they are asked to "
        "subscribe. "
        "It is the third paper in the county to put up a paywall; readers’ groups called the price of nine "
        "pounds steep."
    ),
    (
        "A page of the county’s website could not be found for three days, and with it the forms for "
        "housing benefit. "
        "Residents saw the words “404, not found”. An engineer had deleted the folder by mistake, the "
        "county said. "
        "About 300 people had tried to apply in that time, and all of them have been given another week."
    ),
    (
        "“Are you a robot?” asks the new machine at the library before it lends a book. The puzzle is the "
        "work of pupils "
        "of Tansel school, who wanted to find out whether anybody reads the questions that computers ask "
        "them. So far "
        "sixty visitors have answered that they were, and got their books all the same, the librarian said."
    ),
)


@pytest.mark.parametrize("kind", NOTICES)
def test_notices_are_known_by_their_kind(kind: str) -> None:
    """A text of set phrases that address whoever opened the page is a notice."""
    assert notices.notice_in(NOTICES[kind]) == kind


@pytest.mark.parametrize("text", FOREIGN)
def test_notices_are_known_in_other_languages(text: str) -> None:
    """The commonest phrases are known in German, French and Spanish."""
    assert notices.notice_in(text)


@pytest.mark.parametrize("text", ARTICLES)
def test_articles_about_such_things_are_articles(text: str) -> None:
    """What tells of cookies, registration, paywalls, missing pages or robots has more to tell, and passes."""
    assert notices.notice_in(text) is None


def test_the_beginning_of_an_article_above_a_notice_is_an_article() -> None:
    """What a paywall lets through is kept."""
    assert notices.notice_in(f"{ARTICLES[1]}\n\n{NOTICES['subscription']}") is None


def test_an_empty_text_and_a_long_policy_are_no_notices() -> None:
    """Only short texts are judged: a whole policy is a document that somebody may want to ask."""
    assert notices.notice_in("") is None
    assert notices.notice_in(f"{NOTICES['cookies']} " * 30) is None


@pytest.mark.parametrize("kind", NOTICES)
def test_a_page_with_a_notice_alone_is_refused(kind: str) -> None:
    """The person is told which notice it is and what to do, in one line."""
    shown = "".join(f"<p>{line}</p>" for line in NOTICES[kind].split("\n"))
    page = f"<html><head><title>Flood cuts power</title></head><body><div>{shown}</div></body></html>"

    with pytest.raises(ReadError) as caught:
        html.read(page)
    assert str(caught.value) == (
        f"only a notice ({kind}), no article in it; save the page while its article shows"
    )


def test_a_page_that_needs_a_script_is_refused() -> None:
    """An application's empty page says only what stands in its noscript element."""
    page = (
        "<html><head><title>Herald</title></head><body><noscript>You need to enable JavaScript to run "
        "this app."
        "</noscript><div id='root'></div></body></html>"
    )
    with pytest.raises(ReadError, match="only a notice"):
        html.read(page)


def test_a_notice_within_an_article_leaves_it() -> None:
    """A sign-up between two paragraphs is no part of the text."""
    before, notice, after = ARTICLES[1], NOTICES["a newsletter's sign-up"], ARTICLES[2]
    story = f"<h1>Baths</h1><p>{before}</p><p>{notice}</p><p>{after}</p>"
    page = f"<html><body><article>{story}</article></body></html>"
    assert html.read(page).text == f"{before}\n\n{after}"


def _news() -> list[str]:
    if not NEWS.exists():
        pytest.skip("the news data is not beside the checkout")
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def test_no_article_of_the_news_is_refused() -> None:
    """Of 2,453 articles as a crawler left them, none is taken for a notice."""
    assert [text[:80] for text in _news() if notices.notice_in(text)] == []


def test_sign_ups_repeated_in_the_news_are_recognised() -> None:
    """Of the long paragraphs that many articles share, those about an inbox are notices, whole and alone."""
    shared = Counter(line for text in _news() for line in set(text.split("\n")) if len(line.split()) >= 20)
    repeated = [line for line, times in shared.items() if times >= 5 and re.search(r"\binbox\b", line)]

    assert len(repeated) >= 4
    assert [line[:80] for line in repeated if not notices.notice_in(line)] == []
