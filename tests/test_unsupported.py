"""The setting for what the evidence does not carry, from the command line to the answer."""

import click
import click.testing
import pytest
from command import Command

from qa.answering.unsupported import UNSUPPORTED
from qa.commands import options


def chosen(*arguments: str, **environment: str | None) -> str:
    """Return what the option's words and the environment's choose."""

    @click.command()
    @options.unsupported
    def command(**given: str) -> str:
        return options.choice(given).unsupported

    with click.testing.CliRunner().isolation(env=environment):
        return str(command.main([*arguments], standalone_mode=False))


def test_the_evidence_stands_instead_unless_said_otherwise() -> None:
    """The option goes before the environment, which goes before the default."""
    assert chosen(QA_UNSUPPORTED=None) == "quote"
    assert chosen(QA_UNSUPPORTED="mark") == "mark"
    assert [chosen("--unsupported", word, QA_UNSUPPORTED="mark") for word in UNSUPPORTED] == [*UNSUPPORTED]


@pytest.mark.parametrize("command", ["ask", "chat"])
def test_another_word_is_refused(nowhere: Command, command: str) -> None:
    """It says which words there are, before anything is opened."""
    ran = nowhere(command, *["Why?"][: command == "ask"], "--unsupported", "hide")
    assert ran.code == 2
    assert all(word in ran.err for word in ("hide", *UNSUPPORTED))
