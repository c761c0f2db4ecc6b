"""What a question says about when, resolved against a stated day."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.times import moments, newest, phrases, relative_days
from qa.times.asked_time import AskedTime, asked_time

WEDNESDAY = date(2024, 6, 12)


def told(asked: AskedTime | None) -> str | None:
    """Write what was understood in short: "since..until restricts", with "newest" before where asked for."""
    if asked is None:
        return None
    days = asked.period and f"{asked.period.since or ''}..{asked.period.until or ''} {asked.bearing}"
    return " ".join(filter(None, ["newest" if asked.newest else "", days]))


RESTRICTING = [
    ("What happened in Oslo today?", "2024-06-12..2024-06-12"),
    ("Who spoke in parliament this morning?", "2024-06-12..2024-06-12"),
    ("Who is on stage tonight?", "2024-06-12..2024-06-12"),
    ("What did the bank announce earlier today?", "2024-06-12..2024-06-12"),
    ("Who resigned yesterday?", "2024-06-11..2024-06-12"),
    ("Who resigned yesterday evening?", "2024-06-11..2024-06-12"),
    ("Yesterday, who resigned?", "2024-06-11..2024-06-12"),
    ("Where did it snow last night?", "2024-06-11..2024-06-12"),
    ("Who resigned the day before yesterday?", "2024-06-10..2024-06-11"),
    ("Who resigned this week?", "2024-06-05..2024-06-12"),
    ("This week, who resigned?", "2024-06-05..2024-06-12"),
    ("Who resigned earlier this week?", "2024-06-05..2024-06-12"),
    ("Who has resigned since the beginning of the week?", "2024-06-05..2024-06-12"),
    ("Who resigned last week?", "2024-06-02..2024-06-11"),
    ("Who won last week's vote?", "2024-06-02..2024-06-11"),
    ("Who resigned the week before last?", "2024-05-26..2024-06-04"),
    ("Who resigned in the last week?", "2024-06-05..2024-06-12"),
    ("Who resigned in the past week?", "2024-06-05..2024-06-12"),
    ("Who resigned this past week?", "2024-06-05..2024-06-12"),
    ("Who resigned over the past three days?", "2024-06-09..2024-06-12"),
    ("Who resigned in the last 10 days?", "2024-06-02..2024-06-12"),
    ("How much rain fell in the past 24 hours?", "2024-06-11..2024-06-12"),
    ("How much rain fell in the past 36 hours?", "2024-06-10..2024-06-12"),
    ("Who resigned in the last couple of weeks?", "2024-05-22..2024-06-12"),
    ("Who resigned in the past few days?", "2024-06-07..2024-06-12"),
    ("Who resigned within the past fortnight?", "2024-05-29..2024-06-12"),
    ("Who resigned this month?", "2024-06-01..2024-06-12"),
    ("Who resigned earlier this month?", "2024-06-01..2024-06-12"),
    ("Who resigned last month?", "2024-05-01..2024-06-03"),
    ("Who resigned in the past month?", "2024-05-12..2024-06-12"),
    ("Who resigned two weeks ago?", "2024-05-26..2024-06-03"),
    ("Who resigned a few days ago?", "2024-06-07..2024-06-12"),
    ("Who resigned three days ago?", "2024-06-09..2024-06-10"),
    ("Who resigned about a month ago?", "2024-04-27..2024-05-30"),
    ("Who played over the weekend?", "2024-06-08..2024-06-10"),
    ("Who played last weekend?", "2024-06-08..2024-06-10"),
    ("Who plays at this weekend's festival?", "2024-06-08..2024-06-12"),
    ("Who resigned on Monday?", "2024-06-10..2024-06-11"),
    ("who resigned on monday", "2024-06-10..2024-06-11"),
    ("Who resigned Monday morning?", "2024-06-10..2024-06-11"),
    ("Who won Sunday’s race?", "2024-06-09..2024-06-10"),
    ("Who resigned on Thursday?", "2024-06-06..2024-06-07"),
    ("Who resigned on Wednesday?", "2024-06-05..2024-06-12"),
    ("Who resigned last Monday?", "2024-06-03..2024-06-12"),
    ("Who resigned last Friday?", "2024-06-07..2024-06-08"),
    ("Who has resigned since Monday?", "2024-06-10..2024-06-12"),
    ("Who has resigned since the weekend?", "2024-06-08..2024-06-12"),
    ("Who has resigned since yesterday?", "2024-06-11..2024-06-12"),
    ("Who left after the vote last week?", "2024-06-02..2024-06-12"),
    ("Who left after Friday's vote?", "2024-06-07..2024-06-12"),
    ("Who has resigned since 3 June?", "2024-06-03..2024-06-12"),
    ("WHO RESIGNED IN FRANCE LAST WEEK?", "2024-06-02..2024-06-11"),
    ("Who resigned on Monday and on Friday?", "2024-06-07..2024-06-11"),
    ("Who resigned this week over the 2019 fire?", "2024-06-05..2024-06-12"),
    ("What did the minister, who took office in March 2020, say on Monday?", "2024-06-10..2024-06-11"),
]  # fmt: skip

PREFERRING = [
    ("Which bank failed in March 2023?", "2023-03-01..2023-04-07"),
    ("which bank failed in march 2023", "2023-03-01..2023-04-07"),
    ("Which bank failed in Sept. 2022?", "2022-09-01..2022-10-07"),
    ("Which bank failed in March of last year?", "2023-03-01..2023-04-07"),
    ("Which bank failed in early March 2023?", "2023-03-01..2023-03-22"),
    ("Which bank failed in late 2019?", "2019-07-02..2020-01-07"),
    ("Which bank failed in mid-2019?", "2019-04-02..2019-10-08"),
    ("Which bank failed on 5 March 2023?", "2023-03-05..2023-03-12"),
    ("Which bank failed on Sunday, 5 March 2023?", "2023-03-05..2023-03-12"),
    ("Which bank failed on the 5th of March 2023?", "2023-03-05..2023-03-12"),
    ("Which bank failed on March 5, 2023?", "2023-03-05..2023-03-12"),
    ("Which bank failed on March 5th 2023?", "2023-03-05..2023-03-12"),
    ("Which bank failed on Mar. 5, 2023?", "2023-03-05..2023-03-12"),
    ("Which bank failed on 2023-03-05?", "2023-03-05..2023-03-12"),
    ("Which bank failed on 29 February 2020?", "2020-02-29..2020-03-07"),
    ("Which bank failed on 29 February?", "2024-02-29..2024-03-07"),
    ("Which bank failed on 30 February 2023?", "2023-02-01..2023-03-07"),
    ("Which bank failed on 12 March?", "2024-03-12..2024-03-19"),
    ("Which bank failed on 12 December?", "2023-12-12..2023-12-19"),
    ("Which bank failed between 5 and 9 March 2023?", "2023-03-05..2023-03-16"),
    ("Which bank failed on 5-9 March 2023?", "2023-03-05..2023-03-16"),
    ("Which bank failed March 5–9, 2023?", "2023-03-05..2023-03-16"),
    ("Which bank failed from March to May 2023?", "2023-03-01..2023-06-07"),
    ("Which bank failed from November to January?", "2023-11-01..2024-02-07"),
    ("Which bank failed from August 15th to August 18th, 2023?", "2023-08-15..2023-08-25"),
    ("Which bank failed in May?", "2024-05-01..2024-06-07"),
    ("Which bank failed in June?", "2024-06-01..2024-06-12"),
    ("Which bank failed in July?", "2023-07-01..2023-08-07"),
    ("Which bank failed last May?", "2024-05-01..2024-06-07"),
    ("Which bank failed in 2019?", "2019-01-01..2020-01-07"),
    ("In 2019, which bank failed?", "2019-01-01..2020-01-07"),
    ("Which bank failed in the year 2019?", "2019-01-01..2020-01-07"),
    ("Which bank failed in 2024?", "2024-01-01..2024-06-12"),
    ("Which bank failed this year?", "2024-01-01..2024-06-12"),
    ("Which bank failed earlier this year?", "2024-01-01..2024-06-12"),
    ("Which bank failed last year?", "2023-01-01..2024-01-07"),
    ("Which bank failed a year ago?", "2022-12-11..2023-12-19"),
    ("Which bank failed in the last year?", "2023-06-12..2024-06-12"),
    ("Which bank failed in the past three months?", "2024-03-12..2024-06-12"),
    ("Which bank failed last quarter?", "2024-01-01..2024-04-07"),
    ("Which bank failed six months ago?", "2023-11-27..2023-12-30"),
    ("Which bank failed in spring 2021?", "2021-03-01..2021-06-07"),
    ("Which bank failed in the summer of 2021?", "2021-06-01..2021-09-07"),
    ("Which bank failed in the fall of 2021?", "2021-09-01..2021-12-07"),
    ("Which bank failed in winter 2021?", "2020-12-01..2022-03-07"),
    ("Which bank failed last summer?", "2023-06-01..2023-09-07"),
    ("Which bank failed this spring?", "2024-03-01..2024-06-07"),
    ("Which bank failed in the 1990s?", "1990-01-01..2000-01-07"),
    ("Which bank failed in the late 1990s?", "1995-01-02..2000-01-07"),
    ("Which bank failed in the '90s?", "1990-01-01..2000-01-07"),
    ("Which banks failed between 2019 and 2021?", "2019-01-01..2022-01-07"),
    ("Which banks failed from 2019 to 2021?", "2019-01-01..2022-01-07"),
    ("Which banks failed in 2019-2021?", "2019-01-01..2022-01-07"),
    ("Which banks failed in 2019 and 2021?", "2019-01-01..2022-01-07"),
    ("Which banks failed from 2019 to today?", "2019-01-01..2024-06-12"),
    ("Which banks failed between January 1, 2019, and May 2, 2029?", "2019-01-01..2024-06-12"),
    ("Which banks failed before 2020?", "..2019-12-31"),
    ("Which banks failed until March 2022?", "..2022-03-31"),
    ("Which banks failed by 2020?", "..2020-12-31"),
    ("Which banks have failed since 2021?", "2021-01-01..2024-06-12"),
    ("Which banks have failed since March?", "2024-03-01..2024-06-12"),
    ("Which banks failed after 2020?", "2020-12-31..2024-06-12"),
    ("Which banks failed after 2019 but before 2022?", "2019-12-31..2021-12-31"),
    ("Who led after the election of 5 November 2023?", "2023-11-05..2024-06-12"),
    ("Who led before the election on 5 November 2023?", "..2023-11-04"),
    ("Who led before the election in November 2023?", "..2023-11-30"),
    ("After he resigned in 2021, who led?", "2021-01-01..2024-06-12"),
    ("Who scored in the 2022 World Cup final?", "2022-01-01..2023-01-07"),
    ("who won the world cup 2020", "2020-01-01..2021-01-07"),
    ("2020 election turnout", "2020-01-01..2021-01-07"),
    ("Who was the country's 2020 candidate?", "2020-01-01..2021-01-07"),
    ("Which scandals did the Boeing 747 have in 2019?", "2019-01-01..2020-01-07"),
]  # fmt: skip

NEWEST = [
    "What is the latest on the strike?",
    "Latest figures for unemployment?",
    "What does the most recent survey say?",
    "Which is the newest museum?",
    "Who recently resigned?",
    "Which laws changed in recent years?",
    "Who is currently in charge of the bank?",
    "Who is now in charge of the bank?",
    "Who is in charge of the bank right now?",
    "What is the current rate of interest?",
    "Who owns the bank at the moment?",
    "How many have died so far?",
    "How many use the railway these days?",
    "Is there an up-to-date count of victims?",
    "Who won the last election?",
    "Who won the last general election?",
    "When was the last time it snowed?",
    "What was in the president's last speech?",
    "When is the next election?",
    "What do today's teenagers read?",
    "What are the rules in the world today?",
    "Who will meet next week?",
    "Where is next year's summit?",
    "Who is the favourite in the upcoming election?",
    "What is the weather tomorrow?",
    "Who meets later this week?",
    "Who will play on Sunday?",
    "What will change in May?",
    "What is planned for this autumn?",
]

NOTHING = [
    "Who is the mayor?",
    "Who may become the second president?",
    "May I park here on the pavement?",
    "Did they march through the town?",
    "What is the Women's March?",
    "Who is Theresa May?",
    "What has changed since May became prime minister?",
    "Who was born before June Carter?",
    "Who was the last king of France?",
    "What is his last name?",
    "Did they agree at last?",
    "How long has it lasted?",
    "What came to light at the last minute?",
    "Who must answer at the latest?",
    "Who reads the Sunday Times?",
    "What is sold on Black Friday?",
    "What does she do every Monday?",
    "What is open on the first Monday of a month?",
    "What did Ruby Tuesday sing?",
    "Who sang Last Christmas?",
    "Who hosts Last Week Tonight?",
    "Who edits USA Today?",
    "Who directed Apocalypse Now?",
    'Who sang "Yesterday" and "last night"?',
    "What is the Week of Fashion?",
    "Who was the first Man on the Moon?",
    "How many seats has a Boeing 747?",
    "Were 2,019 people hurt?",
    "Did it cost $2019?",
    "Who built it in 2000 homes?",
    "Who starred in the 1990 film?",
    "What is Agenda 2030?",
    "What will happen by 2050?",
    "What is planned for 5 March 2030?",
    "Who won in 1066?",
    "Who ruled in the 12th century?",
    "Which beast was frozen 46,000 years ago?",
    "Which treaty is 1,500 years old?",
    "Since he lost, who leads the party?",
    "How strong is the current of the river?",
    "What is a current account?",
    "How so far away?",
    "Is it now-defunct?",
    "What happened in the last week of the war?",
    "Before this week, who was in charge?",
    "What is the speed of light per second?",
    "Was geschah letzte Woche im März?",
    "¿Qué pasó la semana pasada?",
    "昨日何が起きましたか",
    "",
    "   ",
    "?!",
]


@pytest.mark.parametrize(("question", "days"), RESTRICTING)
def test_short_spans_told_from_today_leave_other_days_out(question: str, days: str) -> None:
    """What is said of these days is in these days' papers, and in those of the few days after."""
    assert told(asked_time(question, WEDNESDAY)) == f"{days} restricts"


@pytest.mark.parametrize(("question", "days"), PREFERRING)
def test_written_days_and_long_spans_prefer(question: str, days: str) -> None:
    """Other days' articles tell of a year or of a date as well, so that they only stand behind."""
    assert told(asked_time(question, WEDNESDAY)) == f"{days} prefers"


@pytest.mark.parametrize("question", NEWEST)
def test_some_words_only_ask_for_the_newest(question: str) -> None:
    """What is so now, and what is still to come, is told best by the newest articles."""
    assert told(asked_time(question, WEDNESDAY)) == "newest"


@pytest.mark.parametrize("question", NOTHING)
def test_names_numbers_and_verbs_are_no_times(question: str) -> None:
    """Words that only look like times mean nothing, nor do other languages, days to come and early ages."""
    assert asked_time(question, WEDNESDAY) is None


@pytest.mark.parametrize(
    ("question", "today", "expected"),
    [
        ("Who resigned this month?", "2024-01-01", "2024-01-01..2024-01-01 restricts"),
        ("Who resigned last month?", "2024-01-01", "2023-12-01..2024-01-01 restricts"),
        ("Who resigned last week?", "2024-01-01", "2023-12-24..2024-01-01 restricts"),
        ("Who resigned yesterday?", "2024-01-01", "2023-12-31..2024-01-01 restricts"),
        ("Who resigned this year?", "2024-01-01", "2024-01-01..2024-01-01 prefers"),
        ("Who resigned last year?", "2024-01-01", "2023-01-01..2024-01-01 prefers"),
        ("Who resigned in December?", "2024-01-01", "2023-12-01..2024-01-01 prefers"),
        ("Who resigned on 12 March?", "2024-01-01", "2023-03-12..2023-03-19 prefers"),
        ("Who resigned on 31 December?", "2024-01-01", "2023-12-31..2024-01-01 prefers"),
        ("Who resigned in the past month?", "2024-03-31", "2024-02-29..2024-03-31 restricts"),
        ("Who resigned in the last year?", "2024-02-29", "2023-02-28..2024-02-29 prefers"),
        ("Who resigned on 29 February?", "2023-06-01", "2020-02-29..2020-03-07 prefers"),
        ("Who resigned on 29 February?", "1901-06-01", "1896-02-29..1896-03-07 prefers"),
        ("Who has resigned since March?", "2024-03-20", "2024-03-01..2024-03-20 restricts"),
        ("Who resigned last week?", "2024-06-09", "2024-05-27..2024-06-09 restricts"),
        ("Who resigned last week?", "2024-06-10", "2024-06-02..2024-06-10 restricts"),
        ("Who played over the weekend?", "2024-06-09", "2024-06-08..2024-06-09 restricts"),
        ("Who played last weekend?", "2024-06-09", "2024-06-01..2024-06-09 restricts"),
        ("Who resigned last Monday?", "2024-06-10", "2024-06-03..2024-06-04 restricts"),
        ("Who won this winter?", "2024-01-15", "2023-12-01..2024-01-15 prefers"),
        ("Who won last winter?", "2024-03-15", "2023-12-01..2024-03-07 prefers"),
        ("Who won this summer?", "2024-10-15", "2024-06-01..2024-09-07 prefers"),
        ("Who resigned last month?", "0001-01-01", None),
        ("Who resigned this week?", "9999-12-31", "9999-12-24..9999-12-31 restricts"),
    ],
)
def test_years_turn(question: str, today: str, expected: str | None) -> None:
    """New year, leap days, weeks' ends and the calendar's own ends are counted right."""
    assert told(asked_time(question, date.fromisoformat(today))) == expected


@pytest.mark.parametrize(
    ("question", "rest", "words"),
    [
        ("Who resigned in the last week?", "Who resigned?", ("the last week",)),
        ("This week, who resigned?", "Who resigned?", ("This week",)),
        ("Who won last week's vote?", "Who won the vote?", ("last week",)),
        ("What is the latest on the strike?", "What is the strike?", ("the latest on",)),
        ("Who is currently in charge?", "Who is in charge?", ("currently",)),
        ("Who has resigned since yesterday?", "Who has resigned?", ("since yesterday",)),
        ("Who left after the vote last week?", "Who left after the vote?", ("after the vote last week",)),
        ("who, this week , resigned?", "who, resigned?", ("this week",)),
        ("What happened last week?", "What happened last week?", ("last week",)),
        ("last week", "last week", ("last week",)),
        ("Who resigned on Monday?", "Who resigned on Monday?", ("Monday",)),
        ("Who resigned last summer?", "Who resigned last summer?", ("last summer",)),
        ("Who resigned in March 2023?", "Who resigned in March 2023?", ("March 2023",)),
        (
            "Who resigned between 2019 and 2021?",
            "Who resigned between 2019 and 2021?",
            ("between 2019 and 2021",),
        ),
        ("Who  resigned in 2019?", "Who  resigned in 2019?", ("2019",)),
        (
            "What is the latest of the strike that began in 2023 and ended last week?",
            "What is the of the strike that began in 2023 and ended?",
            ("latest", "2023", "last week"),
        ),
    ],
)
def test_what_no_article_says_may_be_left_out(question: str, rest: str, words: tuple[str, ...]) -> None:
    """Words like "last week" fall away; months, weekdays and years stay, and so does what is nothing else."""
    asked = asked_time(question, WEDNESDAY)
    assert asked
    assert (asked.rest, asked.words) == (rest, words)


def test_newest_stands_beside_a_period() -> None:
    """A question may ask for the newest of some days."""
    asked = asked_time("What are the latest figures on rain this week?", WEDNESDAY)
    assert told(asked) == "newest 2024-06-05..2024-06-12 restricts"


PHRASES = """last this next past the latest on in since before after until between and from to May may March
    march 12 5th 31 2023 2019 1066 week weeks month year years day days Monday sunday ago two few a weekend
    spring winter 1990s early end of yesterday today will now currently ' " “ ” , . ? ! - – 's ’s film people
    \u00a0 İ ß""".split()
DAYS = st.dates() | st.dates(date(2020, 1, 1), date(2026, 12, 31))
QUESTIONS = st.text(max_size=60) | st.lists(st.sampled_from(PHRASES), max_size=14).map(" ".join)


@given(QUESTIONS, DAYS)
def test_any_text_is_read(question: str, today: date) -> None:
    """No text and no day is too odd, and what comes back keeps its promises."""
    asked = asked_time(question, today)
    if asked is None:
        return
    assert asked.words
    assert all(words and words in question for words in asked.words)
    assert bool(asked.rest.strip()) == bool(question.strip())
    assert asked.period or asked.newest
    if asked.period is None:
        assert asked.bearing == "prefers"
        return
    since, until = asked.period.since, asked.period.until
    assert until
    assert until <= today
    assert since is None or since <= until
    if asked.bearing == "restricts":
        assert since
        assert since >= today - timedelta(days=62)


@given(QUESTIONS, DAYS)
def test_reading_twice_finds_no_more(question: str, today: date) -> None:
    """The same question on the same day means the same."""
    assert asked_time(question, today) == asked_time(question, today)


def test_no_pattern_repeats_without_a_bound() -> None:
    """Whatever a text says, each place in it costs a bounded number of steps."""
    readers = [*moments._readers()[0], *moments._readers()[1], *newest._readers()]
    readers += [*relative_days._readers()[0], *relative_days._readers()[1]]
    readers += [found for found in vars(phrases).values() if isinstance(found, re.Pattern)]
    assert len(readers) > 50
    for reader in readers:
        bare = re.sub(r"\\.|\[(?:\\.|[^\]\\])*\]", "x", reader.pattern)
        assert not re.search(r"[+*]|\{\d+,\}", bare), reader.pattern


def test_a_pasted_article_is_no_question() -> None:
    """Only the beginning of a very long text is read, so that its length does not matter."""
    long = "Who resigned last week? " + "In 2019 and before the vote on Monday they met. " * 2100
    assert len(long) > 100_000
    asked = asked_time(long, WEDNESDAY)
    assert asked
    assert len(asked.words) < 200
    assert asked_time("x " * 50_000 + "last week", WEDNESDAY) is None
