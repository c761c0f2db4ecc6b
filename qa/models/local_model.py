"""The language model in this process, and how one is opened."""

from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path

from index.bundled import bundled_file
from index.errors import ModelError
from qa.models.address import ModelAddress, ModelPlace
from qa.models.beginnings import Beginnings
from qa.models.bundled import LANGUAGE_MODEL
from qa.models.chat_template import CHATML, ChatTemplate
from qa.models.keys import NO_KEYS, Keys
from qa.models.llama import Weights
from qa.models.llm import USUAL_CONTEXT, LanguageModel, Message
from qa.models.window import Window


class LocalModel:
    """A GGUF file as a `LanguageModel`.

    The prompt is rendered with the template in the file; a file without one is spoken to in ChatML.
    The evaluated tokens of one call are kept for the next, as far as its prompt begins alike. What was
    computed of a system message is kept for other processes, too.
    """

    def __init__(self, path: Path, *, context: int, cache: Path, name: str | None = None) -> None:
        """Load the file.

        Args:
            path: The GGUF file.
            context: Tokens in the window; cut to what the model was trained with.
            cache: The directory of what can be made again.
            name: What to call it; `None` is what the file says.

        Raises:
            ModelError: The file is missing, damaged or cannot be run, or there is too little memory.
        """
        self._weights = Weights(path)
        self.name = name or self._weights.name
        self.parameters = self._weights.parameters
        self.context = min(context, self._weights.trained_context)
        self._stated = self._weights.chat_template is not None
        self._template = _template_of(self._weights)
        beginnings = Beginnings(
            cache / "beginnings", model=path, runtime=self._weights.runtime, parameters=self.parameters
        )
        self._window = Window(self._weights, size=self.context, beginnings=beginnings)
        self._examples: dict[str, list[int]] = {}
        """System message → the tokens of some prompt that begins with it."""

    @property
    def evaluations(self) -> int:
        """Tokens evaluated since the start: what a prompt has in common with the last costs none."""
        return self._window.evaluations

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Return the tokens of the whole prompt, with template and the opening of the answer.

        Raises:
            ModelError: The model's template refuses these messages.
        """
        return len(self._prompt(messages))

    def write(
        self, messages: Sequence[Message], *, max_tokens: int, cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        """Yield the answer piece by piece; joined, the pieces are the text.

        Raises:
            ModelError: The prompt and `max_tokens` exceed `context`, told before anything is
                evaluated; or the model's template refuses these messages.
        """
        prompt = self._prompt(messages)
        if len(prompt) + max_tokens > self.context:
            raise ModelError(
                f"a prompt of {len(prompt)} tokens and {max_tokens} to write exceed the {self.context} "
                f"that {self.name} holds; ask with fewer passages or set a larger context"
            )
        return self._write(prompt, self._standing(prompt, messages), max_tokens, cancelled)

    def foresee(self, messages: Sequence[Message], cancelled: Callable[[], bool]) -> None:
        """Evaluate how a prompt will begin; the last message is the beginning of its own.

        It ends once anything is to be written, or `cancelled` says True; what is evaluated then is
        kept for the prompt, as far as it does begin so.

        Raises:
            ModelError: The model fails, or its template refuses these messages.
        """
        opening = self._opening(messages)
        if len(opening) < self.context:
            self._window.foresee(opening, cancelled, standing=self._standing(opening, messages))

    def _opening(self, messages: Sequence[Message]) -> list[int]:
        """Return the tokens that begin every prompt whose last message begins as this one."""
        last = messages[-1]
        longer = Message(last.role, f"{last.content}…")
        one, other = (self._prompt([*messages[:-1], message]) for message in (last, longer))
        # The last of them may yet be joined with the letters that follow.
        return one[: max(0, _alike(one, other) - 1)]

    def _standing(self, prompt: Sequence[int], messages: Sequence[Message]) -> int:
        """Return how many tokens of a prompt come of its system message, whatever else is asked."""
        first = messages[0]
        if first.role != "system":
            return 0
        if first.content not in self._examples:
            self._examples[first.content] = self._prompt([first, Message("user", "…")])
        # The last token alike may be joined with other letters in another prompt.
        return max(0, _alike(prompt, self._examples[first.content]) - 1)

    def _write(
        self, prompt: list[int], standing: int, max_tokens: int, cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        tokens = list(prompt)
        decoder = getincrementaldecoder("utf-8")("replace")
        while len(tokens) < len(prompt) + max_tokens and not cancelled():
            token = self._window.likeliest(tokens, cancelled, standing=standing)
            if token is None:
                return
            if self._weights.is_end(token):
                break
            tokens.append(token)
            if piece := decoder.decode(self._weights.piece(token)):
                yield piece
        if rest := decoder.decode(b"", final=True):
            yield rest

    def _prompt(self, messages: Sequence[Message]) -> list[int]:
        plain = [{"role": message.role, "content": self._plain(message.content)} for message in messages]
        # A template of the model's own puts the beginning where the model was taught to see it.
        return self._weights.tokenize(self._render(plain), begin=not self._stated)

    def _plain(self, content: str) -> str:
        """Return a message that cannot end its own turn: control tokens it spells are broken by a space."""
        tokens = set(self._weights.tokenize(content, begin=False))
        for token in filter(self._weights.is_control, tokens):
            spelled = self._weights.piece(token, special=True).decode("utf-8", "replace")
            content = content.replace(spelled, f"{spelled[:1]} {spelled[1:]}")
        return content

    def _render(self, messages: list[dict[str, str]]) -> str:
        try:
            return self._template.render(messages)
        except ValueError as error:
            if messages[0]["role"] != "system" or len(messages) == 1:
                raise ModelError(f"the chat template of {self.name} refuses the prompt: {error}") from error
        # Some models were taught no system turn; its words then open the reader's.
        opening = f"{messages[0]['content']}\n\n{messages[1]['content']}"
        return self._render([{"role": "user", "content": opening}, *messages[2:]])


def _alike(one: Sequence[int], other: Sequence[int]) -> int:
    """Return how many tokens two prompts begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _template_of(weights: Weights) -> ChatTemplate:
    try:
        return ChatTemplate(weights.chat_template or CHATML, begin=weights.begin, end=weights.end)
    except ValueError as error:
        raise ModelError(f"the chat template in {weights.path} cannot be read: {error}") from error


def open_model(
    place: ModelPlace | None, *, cache: Path, context: int | None = None, keys: Keys = NO_KEYS
) -> LanguageModel:
    """Return the language model in a GGUF file, run in this process, or the one a server runs.

    Args:
        place: The file, or the server's address, which is asked at once; `None` is the bundled model.
        cache: The directory of what can be made again: the digest of the bundled model, and what a
            model computed of how its prompts begin.
        context: Tokens wanted in the window; it has fewer where the model holds fewer. `None` is
            what the server tells, and `USUAL_CONTEXT` for a file.
        keys: Where the server's key stands, if it has one.

    Raises:
        ModelError: The file is missing, damaged or cannot be run, or there is too little memory; the
            server cannot be reached, refuses, or has no such model.
    """
    if isinstance(place, ModelAddress):
        # Only whoever names a server pays for what it takes to speak to one.
        from qa.models.endpoint import EndpointModel
        from qa.models.server import Server

        return EndpointModel(Server(place, key=keys.of(place)), context=context)
    size = context or USUAL_CONTEXT
    if place is None:
        # The file calls itself after a training run: "Smollm2 135M 8k Lc100K Mix1 Ep2".
        file = bundled_file(LANGUAGE_MODEL, cache=cache)
        return LocalModel(file, context=size, cache=cache, name=LANGUAGE_MODEL.name)
    return LocalModel(place.expanduser(), context=size, cache=cache)
