"""A question → its phrases of time, each with the days it means.

Rules in order: what an earlier one has read, no later one reads again.
"""

import re
from dataclasses import dataclass
from datetime import date

from qa.facts import WEEKDAYS
from qa.moments import (
    DATED,
    DAY_OF_MONTH,
    DAY_OF_SURE_MONTH,
    MONTH_ALONE,
    YEAR_ALONE,
    Kind,
    Moment,
    days_before,
    months_before,
    written,
)  # fmt: skip
from qa.newest_words import newest_words, to_come
from qa.relative_days import RELATIVE, relative
from qa.time_words import DAY, MONTH, PART, WORD, YEAR, nameless, pattern


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of time, from `start` to `end` of the question.

    `since` to `until` are the days it asks for (`None`: open to that side; both: no days), `kind` what
    it leans on, `directed` whether it only begins or ends them ("since", "before"). `newest`: it asks
    for the newest. `cut` is what may be left out of the question, `None` where articles use the words.
    """

    start: int
    end: int
    kind: Kind | None = None
    since: date | None = None
    until: date | None = None
    directed: bool = False
    newest: bool = False
    cut: tuple[int, int] | None = None


def _any(*sources: str) -> str:
    return f"(?:{'|'.join(nameless(source) for source in sources)})"


_FAR_MONTH = rf"(?:{PART})?(?:(?![Mm]ay\b){MONTH}(?! [A-Z])|\b[Mm]ay\b(?=$|[?.,;:!)]))"
"""A month alone that is neither June Carter nor Theresa May."""
_LATE = _any(*DATED, *DAY_OF_MONTH, YEAR_ALONE, MONTH_ALONE)
_TO = r"(?: (?:and|to|until|till|through) |\s?[-–—]\s?)"
_HAPPENING = (
    r"(?= (?:[\w'’-]{1,20} ){0,2}(?:[Ee]lections?|[Oo]lympics|[Gg]ames|[Cc]up|[Ff]inals?|[Ss]eason"
    r"|[Cc]hampionships?|[Ww]ar|[Bb]udget|[Ss]ummit|[Cc]ensus|[Cc]ampaign|[Rr]ace|[Rr]eferendum|[Pp]andemic)\b)"
)
_EVENT = rf"(?:{WORD} ){{1,6}}?(?:(?:on|in|of|from) )?"
_WAY = r"\b(?:since|after|following|before|prior to)"
_LIMIT = r"\b(?:until|till|up to|by)"

_NOW = r"\b(?:now|today|the present)\b"
_DATE = _any(*DATED, *DAY_OF_MONTH, YEAR_ALONE)
_BOUND = rf"(?:the )?(?P<a>{_DATE}|{_FAR_MONTH}|{RELATIVE})"
_LEAD = (
    r"\b(?:in|over|during|within|for|from|on|of|at|throughout|as of|compared (?:to|with)"
    r"|(?:at|by|in|towards?) the (?:end|middle) of)"
)
"""What falls away together with the phrase that it leads to."""
_SPANS = (
    rf"\b(?:between|from) (?:the )?(?P<a>{_LATE}|{DAY}){_TO}(?:the )?(?P<b>{_LATE}|{_NOW})",
    rf"(?P<a>{YEAR}){_TO}(?P<b>{YEAR})",
    rf"(?P<a>{DAY}){_TO}(?P<b>{_any(DATED[0], DAY_OF_SURE_MONTH[0])})",
    rf"(?P<a>{MONTH} {DAY}){_TO}(?P<b>{DAY}(?:,? {YEAR})?)",
    rf"(?P<a>{MONTH}){_TO}(?P<b>{_any(DATED[3])})",
)
_POINTS = (
    rf"\b(?P<way>since|after|(?<!the\s)following|before|prior to) (?P<event>{_EVENT})??{_BOUND}",
    rf"\b(?P<way>until|till|up to|by) (?:the )?{_BOUND}",
    rf"\b(?:in|during|throughout) (?:the )?(?P<a>{_LATE})",
    rf"\b(?:of|on|from|for) (?:the )?(?P<a>{_DATE}|{_FAR_MONTH})",
    rf"(?:\b(?:the|an?|his|her|its|our|their|this)|['’]s) (?P<a>{YEAR_ALONE})(?= [A-Za-z])",
    rf"(?P<a>{YEAR}){_HAPPENING}",
    rf"(?P<a>{_any(*DATED, *DAY_OF_SURE_MONTH)}|{PART}{MONTH})",
    rf"(?:{_LEAD} )?(?P<a>{RELATIVE})",
)
FORMS = tuple(pattern(source) for source in (*_SPANS, *_POINTS))
_QUOTED = re.compile(r"\"[^\"]{1,200}\"|“[^”]{1,200}”")
_SENTENCE = re.compile(r"(?:^|[.!?:;]\s{1,4})[\"“'‘(]?[A-Z]")
_BARE_NAME = re.compile(r"\b[A-Z][\w’'.-]{0,30}\s$")


def time_phrases(question: str, today: date) -> list[Phrase]:
    """Return the phrases of time in a question, in order, none of them overlapping in what they name.

    A phrase in double quotes is a title or somebody's words, and is passed over, unless all is quoted.
    """
    text = _levelled(question)
    taken = bytearray(len(text))
    for quoted in _QUOTED.finditer(text):
        if quoted[0] != text.strip():
            taken[quoted.start() : quoted.end()] = b"\1" * len(quoted[0])
    found = []
    for start, end in newest_words(text):
        if _take(taken, start, end):
            found.append(Phrase(start, end, newest=True, cut=(start, end)))
    for form in FORMS:
        for match in form.finditer(text):
            phrase = _read(match, today)
            if phrase and _take(taken, match.start("a"), match.end()):
                found.append(phrase)
    return sorted(found, key=lambda phrase: phrase.start)


def _levelled(question: str) -> str:
    """Return a question as long, its sentences beginning in lower case, and all of it if it shouts."""
    if question.isupper() and question.count(" ") > 2:
        return "".join(letter.lower() if letter.isascii() else letter for letter in question)
    return _SENTENCE.sub(lambda match: match[0].lower(), question)


def _take(taken: bytearray, start: int, end: int) -> bool:
    """Mark what a phrase has read; false where some of it was read before."""
    if taken.find(1, start, end) >= 0:
        return False
    taken[start:end] = b"\1" * (end - start)
    return True


def _read(match: re.Match[str], today: date) -> Phrase | None:
    """Return the phrase that a form has matched; `None` where it is no time after all."""
    parts = match.groupdict()
    if "b" in parts:
        return _between(match, today)
    start, end = match.start("a"), match.end()
    moment = written(parts["a"], today) or relative(parts["a"], today)
    if moment is None or _is_name(match):
        return None
    if "way" in parts:
        return _directed(match, moment, today)
    owner = match.string[end : end + 2] in {"'s", "’s"}  # "in last week's vote" becomes "in the vote"
    cut = (start if owner else match.start(), end) if moment.kind == "counted" else None
    nearby = moment.kind in {"named", "yearless"} or moment.first == moment.last == today
    if nearby and to_come(match.string, match.start()):
        return Phrase(start, end, newest=True, cut=cut)
    if moment.first > today:
        return Phrase(start, end, newest=moment.kind == "named")
    return Phrase(start, end, moment.kind, moment.first, moment.last, cut=cut)


def _is_name(match: re.Match[str]) -> bool:
    """Whether a weekday follows another name without a word between: "Ruby Tuesday"."""
    start = match.start("a")
    bare = start == match.start() and match["a"][0].isupper() and match["a"].lower().startswith(WEEKDAYS)
    return bare and _BARE_NAME.search(match.string[max(0, start - 32) : start]) is not None


def _directed(match: re.Match[str], moment: Moment, today: date) -> Phrase:
    """Return the days on one side of a moment.

    "After 2020" begins when 2020 is over, "after the vote of 2020" within it. What was so before
    this week is told this week as well: before something near today no day is asked for.
    """
    way, event = match["way"], match.groupdict().get("event")
    near = moment.kind in {"counted", "named"}
    start, end = match.start(), match.end()
    since = until = None
    if way in {"since", "after", "following"}:
        since, until = moment.first if way == "since" or event or near else moment.last, today
    elif not near and way in {"before", "prior to"}:
        until = moment.last if event and moment.first < moment.last else days_before(moment.first, 1)
    elif not near:
        until = moment.last
    if moment.first > today or (since and since > today):
        return Phrase(start, end)
    cut = (match.start("a") if event else start, end) if near and since and moment.kind == "counted" else None
    return Phrase(start, end, moment.kind, since, until, directed=True, cut=cut)


def _between(match: re.Match[str], today: date) -> Phrase | None:
    """Return the days from one moment to another, what one leaves out taken from the other."""
    a, b = _completed(match["a"], match["b"])
    first = written(a, today)
    last = Moment(today, today, "written") if b in {"now", "today", "the present"} else written(b, today)
    if first is None or last is None:
        return None
    since, until = min(first.first, last.first), max(first.last, last.last)
    if first.kind == last.kind == "yearless" and first.first > last.first:
        since, until = months_before(first.first, 12), last.last
    if since > today:
        return Phrase(*match.span())
    return Phrase(*match.span(), "written", since, until)


def _completed(a: str, b: str) -> tuple[str, str]:
    """Return two ends of a span, each with the month and the year that only the other states."""
    for part in (MONTH, YEAR):
        in_a, in_b = (re.search(part, text) for text in (a, b))
        if in_a and not in_b and b[:1].isdigit() and part == MONTH:
            b = f"{in_a[0]} {b}"
        elif in_b and not in_a:
            a = f"{a} {in_b[0]}"
    return a, b
