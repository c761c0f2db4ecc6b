"""A question → its phrases of time, each with the days it means."""

import re
from dataclasses import dataclass, replace
from datetime import date

from qa.times.moments import Kind, Moment, alone, dated, days_before, months_before, written
from qa.times.newest import newest_words, to_come
from qa.times.relative_days import relative
from qa.times.words import DAY, HAPPENED, HAPPENING, MONTH, YEAR, pattern

LONGEST_QUESTION = 2000
"""How many characters are read: the times in a longer text are an article's, not a question's."""
_WINDOW = 120
"""How many characters around a moment decide what it means."""


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


_QUOTED = re.compile(r"\"[^\"]{1,200}\"|“[^”]{1,200}”")
_SENTENCE = re.compile(r"(?:^|[.!?:;]\s{1,4})[\"“'‘(]?[A-Z]")
_TO = r"(?:,? (?:and|to|until|till|through) |\s?[-–—]\s?)(?:the )?"
_JOINT = pattern(_TO)
_DAY_BEFORE = pattern(rf"(?P<day>{DAY}){_TO}$")
_DAY_AFTER = pattern(rf"{_TO}(?P<day>{DAY}(?:,? {YEAR})?)")
_MONTH = pattern(MONTH)
_YEAR = pattern(YEAR)
_PRESENT = pattern(r" (?:and|to|until|till) (?:now|today|the present)\b")
_BETWEEN = pattern(r"\b(?:between|from) (?:the )?$")
_WAY = pattern(r"\b(?:since|after|(?<!the\s)following|before|prior to|until|till|up to|by) ")
_ELSEWHERE = frozenset("and or but who what which when where why how did does do is was are were".split())
"""Words that no event is described with: what stands before one is another clause."""
_LIMITS = frozenset({"until", "till", "up", "by"})
_IN = pattern(r"\b(?:in|during|throughout) (?:the )?(?:year )?$")
_OF = pattern(r"\b(?:of|on|from|for|between) (?:the )?(?:year )?$")
_THE = pattern(r"(?:\b(?:the|an?|his|her|its|our|their|this)|['’]s) $")
_LEAD = pattern(
    r"\b(?:in|over|during|within|for|from|on|of|at|throughout|as of|compared (?:to|with)"
    r"|(?:at|by|in|towards?) the (?:end|middle) of) $"
)
"""What falls away together with the phrase that it leads to."""


def time_phrases(question: str, today: date) -> list[Phrase]:
    """Return the phrases of time in a question, in order.

    A phrase in double quotes is a title or somebody's words, and is passed over, unless all is quoted.
    """
    text = _levelled(question[:LONGEST_QUESTION])
    taken = bytearray(len(text))
    for quoted in _QUOTED.finditer(text):
        _take(taken, *quoted.span() if quoted[0] != text.strip() else (0, 0))
    newest = [span for span in newest_words(text) if _take(taken, *span)]
    moments: list[Moment] = []
    for found in (dated(text, today), relative(text, today), alone(text, today)):
        moments += [moment for moment in found if _take(taken, moment.start, moment.end)]
    moments = _joined(text, sorted(moments, key=lambda moment: moment.start), today)
    phrases = [phrase for moment in moments if (phrase := _phrase(text, moment, today))]
    phrases += [Phrase(*span, newest=True, cut=span) for span in newest]
    return sorted(phrases, key=lambda phrase: phrase.start)


def _levelled(question: str) -> str:
    """Return a question as long, its sentences beginning in lower case, and all of it if it shouts."""
    if question.isupper() and question.count(" ") > 2:
        return "".join(letter.lower() if letter.isascii() else letter for letter in question)
    return _SENTENCE.sub(lambda match: match[0].lower(), question)


def _take(taken: bytearray, start: int, end: int) -> bool:
    """Mark what has been read; false where some of it was read before."""
    if taken.find(1, start, end) >= 0:
        return False
    taken[start:end] = b"\1" * (end - start)
    return True


def _joined(text: str, moments: list[Moment], today: date) -> list[Moment]:
    """Return the moments, those that are the two ends of a span made one."""
    joined: list[Moment] = []
    for moment in moments:
        if joined and moment.start < joined[-1].end:
            continue
        before = joined[-1] if joined else None
        if before and _JOINT.fullmatch(text[before.end : moment.start]):
            span = _span(text, (before.start, before.end), (moment.start, moment.end), today)
            if span:
                listed = moment.weak and text[before.end : moment.start].strip().isalpha()
                joined[-1] = replace(span, weak=before.weak if listed else None)
                continue
        joined.append(_lengthened(text, moment, today))
    return joined


def _lengthened(text: str, moment: Moment, today: date) -> Moment:
    """Return a moment with what makes a span of it: "from 2019 to now", "5-9 March", "March 5-9, 2023"."""
    start, end = moment.start, moment.end
    if moment.kind not in {"written", "yearless"}:
        return moment
    if (present := _PRESENT.match(text, end)) and _BETWEEN.search(_before(text, start)):
        return replace(moment, end=present.end(), last=max(today, moment.first), weak=None)
    span = None
    if day := _DAY_BEFORE.search(_before(text, start)):
        span = _span(text, (start - len(day[0]), start - len(day[0]) + len(day["day"])), (start, end), today)
    elif day := _DAY_AFTER.match(text, end):
        span = _span(text, (start, end), day.span("day"), today)
    return span or moment


def _span(text: str, a: tuple[int, int], b: tuple[int, int], today: date) -> Moment | None:
    """Return all from one end to the other, what one leaves out taken from the other; `None` if none."""
    first, last = (written(end, today) for end in _completed(text[slice(*a)], text[slice(*b)]))
    if first is None or last is None:
        return None
    since, until = min(first.first, last.first), max(first.last, last.last)
    if first.kind == last.kind == "yearless" and first.first > last.first:
        since, until = months_before(first.first, 12), last.last
    return Moment(a[0], b[1], since, until, last.kind)


def _completed(a: str, b: str) -> tuple[str, str]:
    """Return two ends of a span, each with the month and the year that only the other states."""
    for part, missing_of_b in ((_MONTH, True), (_YEAR, False)):
        in_a, in_b = part.search(a), part.search(b)
        if in_a and not in_b and missing_of_b and a[-1].isdigit():
            b = f"{in_a[0]} {b}"
        elif in_b and not in_a:
            a = f"{a} {in_b[0]}"
    return a, b


def _before(text: str, start: int) -> str:
    return text[max(0, start - _WINDOW) : start]


def _phrase(text: str, moment: Moment, today: date) -> Phrase | None:
    """Return what a moment asks for where it stands; `None` where it is no time after all."""
    before, start, end = _before(text, moment.start), moment.start, moment.end
    way = _way(before)
    if moment.weak and not _stands(text, moment, way):
        return None
    if way:
        return _directed(moment, way, today)
    lead = _LEAD.search(before)
    owned = text[end : end + 2] in {"'s", "’s"}  # "in last week's vote" becomes "in the vote"
    cut = (start - len(lead[0]) if lead and not owned else start, end)
    kept = None if moment.kind != "counted" else cut
    near = moment.kind in {"weekday", "yearless"} or moment.first == moment.last == today
    if near and to_come(text, start):
        return Phrase(start, end, newest=True, cut=kept)
    if moment.first > today:
        return Phrase(start, end, newest=moment.kind == "yearless")
    if (opening := _BETWEEN.search(before)) and _JOINT.search(text[start:end]):
        start -= len(opening[0])
    return Phrase(start, end, moment.kind, moment.first, moment.last, cut=kept)


@dataclass(frozen=True, slots=True)
class _Way:
    """A word like "since", how far before the moment it begins, and whether an event stands between."""

    word: str
    back: int
    event: bool


def _way(before: str) -> _Way | None:
    """Return the nearest such word that bears on what follows the text."""
    for match in reversed(list(_WAY.finditer(before))):
        between = before[match.end() :]
        words = between.split()
        if len(words) > 8 or _ELSEWHERE & {*words} or re.search(r"[^\w\s'’-]", between):
            return None
        event = any(word not in {"the", "on", "in", "of", "from"} for word in words)
        word = match[0].split()[0]
        if not (event and word in _LIMITS):
            return _Way(word, len(before) - match.start(), event)
    return None


def _stands(text: str, moment: Moment, way: _Way | None) -> bool:
    """Whether a year, a month or a day such as "5 may" is a time here.

    After "since" or "of", a month is none where a name goes on (June Carter) or a person may be meant
    ("since May became").
    """
    before, after = _before(text, moment.start), text[moment.end : moment.end + _WINDOW]
    if _IN.search(before):
        return True
    led = _OF.search(before) is not None or (way is not None and not way.event)
    if moment.weak == "year":
        described = _THE.search(before) is not None and re.match(r"\s[A-Za-z]", after) is not None
        happens = HAPPENING.match(after) or HAPPENED.search(before)
        return led or described or happens is not None
    if moment.weak == "month":
        named = re.match(r"\s[A-Z]", after) is not None
        ambiguous = text[moment.start : moment.end].lower() == "may" and after[:1] not in {"", *"?.,;:!)"}
        return led and not named and not ambiguous
    return led


def _directed(moment: Moment, way: _Way, today: date) -> Phrase:
    """Return the days on one side of a moment.

    "After 2020" begins when 2020 is over, "after the vote of 2020" within it. What was so before
    this week is told this week as well: before something near today no day is asked for.
    """
    near = moment.kind in {"counted", "weekday"}
    start, end = moment.start - way.back, moment.end
    since = until = None
    if way.word in {"since", "after", "following"}:
        since = moment.first if way.word == "since" or way.event or near else moment.last
        until = today
    elif not near and way.word in {"before", "prior"}:
        until = moment.last if way.event and moment.first < moment.last else days_before(moment.first, 1)
    elif not near:
        until = moment.last
    if moment.first > today or (since and since > today):
        return Phrase(start, end)
    cut = (moment.start if way.event else start, end) if since and moment.kind == "counted" else None
    return Phrase(start, end, moment.kind, since, until, directed=True, cut=cut)
