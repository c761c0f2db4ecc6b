"""Messages → the text of a prompt, as the template wants it that a model brings."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import NoReturn

from jinja2 import TemplateError, nodes
from jinja2.ext import Extension, loopcontrols
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
"""The format of most models that do not say theirs."""


class ChatTemplate:
    """A Jinja template with the names, filters and statements that models' templates are written for.

    Those are Transformers': https://huggingface.co/docs/transformers/chat_templating_writing. A template
    comes with a file from anywhere, so it runs in a sandbox.
    """

    def __init__(self, source: str, *, begin: str, end: str) -> None:
        """Read the template.

        Args:
            source: It, as it stands in the model's file.
            begin: The token that begins a text, spelled out; "" where there is none.
            end: The one that ends it.

        Raises:
            ValueError: It is no Jinja template.
        """
        sandbox = ImmutableSandboxedEnvironment(
            trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols, _Written]
        )
        sandbox.filters["tojson"] = partial(json.dumps, ensure_ascii=False)  # Jinja's own is for HTML
        sandbox.globals |= {
            "bos_token": begin,
            "eos_token": end,
            "raise_exception": _refuse,
            "strftime_now": _now,
            "tools": None,
            "documents": None,
        }
        try:
            self._template = sandbox.from_string(source)
        except TemplateError as error:
            raise ValueError(str(error)) from error

    def render(self, messages: Sequence[Mapping[str, str]]) -> str:
        """Return the prompt, up to where the model is to write.

        Args:
            messages: Each with a "role" and a "content".

        Raises:
            ValueError: The template refuses them, or fails.
        """
        try:
            return self._template.render(messages=messages, add_generation_prompt=True)
        except (TemplateError, TypeError, AttributeError, LookupError, ArithmeticError) as error:
            raise ValueError(str(error)) from error


class _Written(Extension):
    """`{% generation %}` … `{% endgeneration %}`: around what the model wrote, of use in training alone."""

    tags = {"generation"}  # noqa: RUF012 - the name that Jinja reads

    def parse(self, parser: Parser) -> list[nodes.Node]:
        """Return what stands between the two."""
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


def _refuse(reason: str) -> NoReturn:
    raise ValueError(reason)


def _now(form: str) -> str:
    return datetime.now().strftime(form)
