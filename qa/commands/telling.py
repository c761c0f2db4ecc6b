"""What the commands that ask or search tell beside their result, on standard error or below it."""

import sys
from collections.abc import Sequence

import click

from index.scope import Scope
from qa.answering.questions import LONGEST_QUESTION
from qa.commands.notices import Notice
from qa.printing import account_page, render
from qa.printing.days_meant import days_line
from qa.printing.explaining import Account
from qa.printing.undated import undated_line
from qa.printing.unmatched import unmatched
from qa.records import Explanation, Hit
from qa.retrieval.retriever import Retriever


def tell_length(question: str, notice: Notice) -> None:
    """Tell that a question is too long to be searched whole, if it is."""
    if len(question) > LONGEST_QUESTION:
        notice(
            f"the question has {len(question):,} characters: "
            f"its first and its last {LONGEST_QUESTION // 2:,} are searched"
        )


def tell_unmatched(retriever: Retriever, scope: Scope, notice: Notice) -> None:
    """Tell which filter no article matches, if one does not."""
    if line := unmatched(retriever.library, scope):
        notice(line)


def tell_days(explanation: Explanation | None, notice: Notice) -> None:
    """Tell which days the question was taken to mean, if it names any."""
    if line := days_line(explanation):
        notice(line)


def tell_undated(hits: Sequence[Hit], explanation: Explanation | None, notice: Notice) -> None:
    """Tell which of the passages have no date though the question names days."""
    if line := undated_line(hits, explanation):
        notice(line)


def explain(found: Account) -> None:
    """Print how the passages were found."""
    click.echo()
    click.echo(account_page.page(found, render.style_of(sys.stdout)))
