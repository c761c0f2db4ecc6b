"""One question, or a file of them, answered on standard output."""

import datetime as dt
import json
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import click

from index.errors import ArticleQAError, QuestionError
from index.scope import EVERYTHING, Scope
from qa.answering.answer import Asker
from qa.answering.questions import LONGEST_QUESTION, checked_question, has_words, searchable
from qa.commands.ahead import NOTHING as NOTHING_YET
from qa.commands.ahead import Ahead
from qa.commands.keeping import said_before
from qa.commands.notices import Notice
from qa.commands.opening import open_asker, open_asker_early, open_retriever
from qa.commands.options import Choice
from qa.exits import DONE, FAILED, NOTHING
from qa.printing import account_page, render
from qa.printing.days_meant import days_line
from qa.printing.elsewhere import named
from qa.printing.explaining import Account, account
from qa.printing.jsonform import Json, answer_object, explained, print_json, result_object
from qa.printing.replaced import replaced_lines, trouble_line
from qa.printing.undated import undated_line
from qa.printing.unmatched import unmatched
from qa.records import Answer, Answered, Checked, Explanation, Hit, Timings
from qa.retrieval.filters import day, narrowed, scope_of
from qa.retrieval.retriever import Retriever
from qa.signals import held_signals

_HALVES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Line:
    """A question of a batch."""

    number: int
    """1 for the first line of the file."""
    question: str
    scope: Scope = EVERYTHING
    """What the line itself says of it."""
    today: dt.date | None = None


@dataclass(frozen=True, slots=True)
class _Searched:
    """What a search gave."""

    hits: tuple[Hit, ...]
    explanation: Explanation | None
    timings: Timings


def ask(question: str, choice: Choice, *, as_json: bool, notice: Notice, ahead: Ahead = NOTHING_YET) -> int:
    """Print the answer to a question, sentence by sentence; return the exit code.

    Args:
        question: As typed.
        choice: What it is answered from, and by whom.
        as_json: Print an object at the end instead.
        notice: Is told what the reader should know.
        ahead: What is being loaded already.
    """
    question = _whole_characters(question)
    _tell_length(checked_question(question), notice)
    asker = open_asker_early(choice, notice, ahead)
    with closing(asker.retriever):
        _tell_unmatched(asker.retriever, choice.scope, notice)
        with said_before(choice, asker.retriever.library.directory, notice) as said:
            answer = _answered(asker, question, aloud=not as_json, turns=said.turns)
            said.keep(answer)
    if said.turns and answer.understood != answer.question:
        notice(f"understood as: {render.plain(answer.understood)}")
    _tell_days(answer.explanation, notice)
    _tell_undated(render.shown(answer), answer.explanation, notice)
    _tell_trouble(answer, notice)
    if as_json:
        print_json(_answer_object(answer, choice))
    else:
        style = render.style_of(sys.stdout)
        if answer.abstained:
            click.echo(answer.text)
        click.echo()
        click.echo(
            render.nearest(answer, style) if answer.abstained else render.sources(answer.citations, style)
        )
        if choice.explain:
            _explain_sentences(answer, style)
            _explain(account(answer.question, answer.understood, answer.hits, answer.explanation))
    return NOTHING if answer.abstained else DONE


def search(
    question: str, choice: Choice, *, as_json: bool, notice: Notice, ahead: Ahead = NOTHING_YET
) -> int:
    """Print the passages that bear on a question; return the exit code.

    Args:
        question: As typed.
        choice: What is searched.
        as_json: Print an object instead.
        notice: Is told what the reader should know.
        ahead: What is being loaded already.
    """
    question = checked_question(_whole_characters(question))
    _tell_length(question, notice)
    retriever = open_retriever(choice, notice, ahead)
    with closing(retriever):
        _tell_unmatched(retriever, choice.scope, notice)
        found = _searched(retriever, question, choice)
    _tell_days(found.explanation, notice)
    _tell_undated(found.hits, found.explanation, notice)
    if as_json:
        print_json(_result_object(question, found, choice))
    else:
        style = render.style_of(sys.stdout)
        click.echo(render.passages(found.hits, style) if found.hits else "Nothing found.")
        if choice.explain:
            _explain(account(question, searchable(question), found.hits, found.explanation))
    return DONE if found.hits else NOTHING


def ask_batch(choice: Choice, file: Path, notice: Notice) -> int:
    """Print one Answer object per line of a batch, in order; return the exit code."""
    lines = _lines(file)
    asker = open_asker(choice, notice)

    def answered(line: Line) -> Json:
        _tell_length(checked_question(line.question), _at_line(line, notice))
        scope = narrowed(choice.scope, line.scope)
        one = replace(asker, scope=scope, today=line.today or choice.today)
        answer = _answered(one, line.question, aloud=False)
        _tell_trouble(answer, _at_line(line, notice))
        if not answer.hits:
            _tell_unmatched(asker.retriever, scope, _at_line(line, notice))
        return _answer_object(answer, choice)

    with closing(asker.retriever):
        return _each(lines, answered)


def search_batch(choice: Choice, file: Path, notice: Notice) -> int:
    """Print one Result object per line of a batch, in order; return the exit code."""
    lines = _lines(file)
    retriever = open_retriever(choice, notice)

    def found(line: Line) -> Json:
        question = checked_question(line.question)
        _tell_length(question, _at_line(line, notice))
        scope = narrowed(choice.scope, line.scope)
        one = replace(choice, scope=scope, today=line.today or choice.today)
        searched = _searched(retriever, question, one)
        if not searched.hits:
            _tell_unmatched(retriever, scope, _at_line(line, notice))
        return _result_object(question, searched, choice)

    with closing(retriever):
        return _each(lines, found)


def _answered(asker: Asker, question: str, *, aloud: bool, turns: Sequence[Answer] = ()) -> Answer:
    """Return the answer; where `aloud`, print each sentence as soon as it is checked."""
    style = render.style_of(sys.stdout)
    with held_signals() as waiting:
        for event in asker.ask(question, turns=turns, cancelled=waiting):
            if aloud and isinstance(event, Checked):
                click.echo(style.wrapped(render.plain(event.sentence.shown)))
            if isinstance(event, Answered):
                return event.answer
    raise AssertionError("asking ends with the answer")


def _searched(retriever: Retriever, question: str, choice: Choice) -> _Searched:
    started = time.perf_counter()
    hits: tuple[Hit, ...] = ()
    explanation = None
    if has_words(question):
        findings = retriever.find(
            searchable(question), limit=choice.limit, scope=choice.scope, today=choice.today
        )
        hits, explanation = named(findings.hits, retriever.library), findings.explanation
    took = round((time.perf_counter() - started) * 1000, 1)
    return _Searched(hits, explanation, Timings(retrieve_ms=took, total_ms=took))


def _answer_object(answer: Answer, choice: Choice) -> Json:
    value = answer_object(answer)
    return explained(value, answer.hits, answer.explanation) if choice.explain else value


def _result_object(question: str, found: _Searched, choice: Choice) -> Json:
    value = result_object(question, found.hits, found.timings)
    return explained(value, found.hits, found.explanation) if choice.explain else value


def _explain(found: Account) -> None:
    click.echo()
    click.echo(account_page.page(found, render.style_of(sys.stdout)))


def _explain_sentences(answer: Answer, style: render.Style) -> None:
    """Print what the model wrote that the answer does not say, where there is any."""
    if lines := replaced_lines(answer.sentences):
        click.echo(f"\n{style.bold('What the model wrote')}")
        for line in lines:
            click.echo(style.wrapped(render.plain(line), first="", indent="    "))


def _tell_trouble(answer: Answer, notice: Notice) -> None:
    if line := trouble_line(answer):
        notice(render.plain(line))


def _tell_length(question: str, notice: Notice) -> None:
    if len(question) > LONGEST_QUESTION:
        notice(
            f"the question has {len(question):,} characters: "
            f"its first and its last {LONGEST_QUESTION // 2:,} are searched"
        )


def _tell_unmatched(retriever: Retriever, scope: Scope, notice: Notice) -> None:
    if line := unmatched(retriever.library, scope):
        notice(line)


def _tell_days(explanation: Explanation | None, notice: Notice) -> None:
    if line := days_line(explanation):
        notice(line)


def _tell_undated(hits: Sequence[Hit], explanation: Explanation | None, notice: Notice) -> None:
    if line := undated_line(hits, explanation):
        notice(line)


def _at_line(line: Line, notice: Notice) -> Notice:
    return lambda said: notice(f"line {line.number}: {said}")


def _each(lines: Iterator[tuple[object, Line | str]], answer: Callable[[Line], Json]) -> int:
    """Print what `answer` gives for each line, or what is wrong with it."""
    code = DONE
    for identifier, line in lines:
        try:
            result = {"error": line} if isinstance(line, str) else answer(line)
        except ArticleQAError as error:
            result = {"error": str(error)}
        if "error" in result:
            code = FAILED
        print_json({"id": identifier, **result})
    return code


def _lines(file: Path) -> Iterator[tuple[object, Line | str]]:
    """Return for each line its id, and its question or what is wrong with it.

    Raises:
        ArticleQAError: The file cannot be read.
    """
    try:
        stream = sys.stdin.buffer if str(file) == "-" else file.open("rb")
    except OSError as error:
        raise _unreadable(file, error) from error
    return _read_lines(stream, file)


def _read_lines(stream: BinaryIO, file: Path) -> Iterator[tuple[object, Line | str]]:
    try:
        with stream:
            for number, raw in enumerate(stream, start=1):
                if raw.strip():
                    yield _line(raw, number)
    except OSError as error:
        raise _unreadable(file, error) from error


def _unreadable(file: Path, error: OSError) -> ArticleQAError:
    return ArticleQAError(f"{file}: cannot be read ({error.strerror}); give a JSONL file, or - for its lines")


def _line(raw: bytes, number: int) -> tuple[object, Line | str]:
    try:
        given = json.loads(raw.decode("utf-8-sig", errors="replace"), parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        return None, f"line {number} is not JSON: {error}"
    if not isinstance(given, dict):
        return None, f"line {number} is not an object with id and question"
    identifier = given.get("id")
    question = given.get("question")
    if not isinstance(question, str):
        return identifier, f"line {number} has no question in words"
    try:
        line = Line(number, _whole_characters(question), scope_of(given), day(given.get("today"), "today"))
    except QuestionError as error:
        return identifier, f"line {number}: {error}"
    return identifier, line


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _whole_characters(text: str) -> str:
    """Return text with a replacement mark for each half of a surrogate pair, which no model can read."""
    return _HALVES.sub("\N{REPLACEMENT CHARACTER}", text)
