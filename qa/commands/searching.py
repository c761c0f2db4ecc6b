"""One search, or a file of them, on standard output."""

import sys
import time
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import click

from qa.answering.questions import checked_question, has_words, searchable
from qa.commands.ahead import NOTHING as NOTHING_YET
from qa.commands.ahead import Ahead
from qa.commands.batch import Line, at_line, each, lines, whole_characters
from qa.commands.notices import Notice
from qa.commands.opening import open_retriever
from qa.commands.options import Choice
from qa.commands.telling import explain, tell_days, tell_length, tell_undated, tell_unmatched
from qa.exits import DONE, NOTHING
from qa.printing import render
from qa.printing.elsewhere import named
from qa.printing.explaining import account
from qa.printing.jsonform import Json, explained, print_json, result_object
from qa.records import Explanation, Hit, Timings
from qa.retrieval.filters import narrowed
from qa.retrieval.retriever import Retriever


@dataclass(frozen=True, slots=True)
class _Searched:
    """What a search gave."""

    hits: tuple[Hit, ...]
    explanation: Explanation | None
    timings: Timings


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
    question = checked_question(whole_characters(question))
    tell_length(question, notice)
    retriever = open_retriever(choice, notice, ahead)
    with closing(retriever):
        tell_unmatched(retriever, choice.scope, notice)
        found = _searched(retriever, question, choice)
    tell_days(found.explanation, notice)
    tell_undated(found.hits, found.explanation, notice)
    if as_json:
        print_json(_result_object(question, found, choice))
    else:
        style = render.style_of(sys.stdout)
        click.echo(render.passages(found.hits, style) if found.hits else "Nothing found.")
        if choice.explain:
            explain(account(question, searchable(question), found.hits, found.explanation))
    return DONE if found.hits else NOTHING


def search_batch(choice: Choice, file: Path, notice: Notice) -> int:
    """Print one Result object per line of a batch, in order; return the exit code."""
    questions = lines(file)
    retriever = open_retriever(choice, notice)

    def found(line: Line) -> Json:
        question = checked_question(line.question)
        tell_length(question, at_line(line, notice))
        scope = narrowed(choice.scope, line.scope)
        one = replace(choice, scope=scope, today=line.today or choice.today)
        searched = _searched(retriever, question, one)
        if not searched.hits:
            tell_unmatched(retriever, scope, at_line(line, notice))
        return _result_object(question, searched, choice)

    with closing(retriever):
        return each(questions, found)


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


def _result_object(question: str, found: _Searched, choice: Choice) -> Json:
    value = result_object(question, found.hits, found.timings)
    return explained(value, found.hits, found.explanation) if choice.explain else value
