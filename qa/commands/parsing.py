"""How the words of a command line are read, where click alone would refuse them."""

import re

import click


class Commands(click.Group):
    """The commands, of which the chat needs no name."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take arguments that begin with an option of the chat's for the chat."""
        if not args or (args[0].startswith("-") and args[0] not in {"--help", "-h", "--version"}):
            args = ["chat", *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is named; where a question stands in its place, say how to ask it."""
        if " " in args[0]:
            raise click.UsageError(f'to ask a question write: qa ask "{args[0]}"', ctx)
        return super().resolve_command(ctx, args)


class Chatting(click.Command):
    """The chat, for which a command behind options is taken, as in "qa --library DIR ask"."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse what the chat has no use for; where it is a command, say where that stands."""
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            group = ctx.parent.command if ctx.parent else None
            named = [arg for arg in given if isinstance(group, click.Group) and arg in group.commands]
            if not named:
                raise
            line = f"the command comes first, its options behind it, as in qa {named[0]} --library DIR"
            raise click.UsageError(line, ctx) from error


class Asking(click.Command):
    """A command whose question may begin with a dash, as "-5 degrees, was that the record?"."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take an argument that is no option but has words with spaces between for the question."""
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except click.UsageError:
            asked = [arg for arg in given if _DASHED_QUESTION.match(arg)]
            if len(asked) != 1:
                raise
            given.remove(asked[0])
            return super().parse_args(ctx, [*given, "--", *asked])


_DASHED_QUESTION = re.compile(r"-(?!-[\w-]+=)\S*\s+\S")
"""Not an option with its value, as --library=two words."""
