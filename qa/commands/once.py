"""One question, or a file of them, answered on standard output."""

import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import click

from qa.answering.answer import Asker
from qa.answering.questions import checked_question
from qa.commands.ahead import NOTHING as NOTHING_YET
from qa.commands.ahead import Ahead
from qa.commands.batch import Line, at_line, each, lines, whole_characters
from qa.commands.keeping import said_before
from qa.commands.notices import Notice
from qa.commands.opening import open_asker, open_asker_early
from qa.commands.options import Choice
from qa.commands.telling import explain, tell_days, tell_length, tell_undated, tell_unmatched
from qa.exits import DONE, NOTHING
from qa.printing import render
from qa.printing.explaining import account
from qa.printing.jsonform import Json, answer_object, explained, print_json
from qa.printing.replaced import replaced_lines, trouble_line
from qa.records import Answer, Answered, Checked
from qa.retrieval.filters import narrowed
from qa.signals import held_signals


def ask(question: str, choice: Choice, *, as_json: bool, notice: Notice, ahead: Ahead = NOTHING_YET) -> int:
    """Print the answer to a question, sentence by sentence; return the exit code.

    Args:
        question: As typed.
        choice: What it is answered from, and by whom.
        as_json: Print an object at the end instead.
        notice: Is told what the reader should know.
        ahead: What is being loaded already.
    """
    question = whole_characters(question)
    tell_length(checked_question(question), notice)
    asker = open_asker_early(choice, notice, ahead)
    with closing(asker.retriever):
        tell_unmatched(asker.retriever, choice.scope, notice)
        with said_before(choice, asker.retriever.library.directory, notice) as said:
            answer = _answered(asker, question, aloud=not as_json, turns=said.turns)
            said.keep(answer)
    if said.turns and answer.understood != answer.question:
        notice(f"understood as: {render.plain(answer.understood)}")
    tell_days(answer.explanation, notice)
    tell_undated(render.shown(answer), answer.explanation, notice)
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
            explain(account(answer.question, answer.understood, answer.hits, answer.explanation))
    return NOTHING if answer.abstained else DONE


def ask_batch(choice: Choice, file: Path, notice: Notice) -> int:
    """Print one Answer object per line of a batch, in order; return the exit code."""
    questions = lines(file)
    asker = open_asker(choice, notice)

    def answered(line: Line) -> Json:
        tell_length(checked_question(line.question), at_line(line, notice))
        scope = narrowed(choice.scope, line.scope)
        one = replace(asker, scope=scope, today=line.today or choice.today)
        answer = _answered(one, line.question, aloud=False)
        _tell_trouble(answer, at_line(line, notice))
        if not answer.hits:
            tell_unmatched(asker.retriever, scope, at_line(line, notice))
        return _answer_object(answer, choice)

    with closing(asker.retriever):
        return each(questions, answered)


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


def _answer_object(answer: Answer, choice: Choice) -> Json:
    value = answer_object(answer)
    return explained(value, answer.hits, answer.explanation) if choice.explain else value


def _explain_sentences(answer: Answer, style: render.Style) -> None:
    """Print what the model wrote that the answer does not say, where there is any."""
    if lines := replaced_lines(answer.sentences):
        click.echo(f"\n{style.bold('What the model wrote')}")
        for line in lines:
            click.echo(style.wrapped(render.plain(line), first="", indent="    "))


def _tell_trouble(answer: Answer, notice: Notice) -> None:
    if line := trouble_line(answer):
        notice(render.plain(line))
