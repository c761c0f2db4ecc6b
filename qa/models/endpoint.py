"""A language model behind an OpenAI-compatible server: vLLM, llama.cpp's own, Ollama, LM Studio, hosted."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from index.errors import ModelError
from qa.asking import Cancelled
from qa.models.llm import Message
from qa.models.refusals import RefusedError
from qa.models.server import Json, Server
from qa.models.token_bound import most_tokens
from qa.printing.render import plain

CAREFUL_CONTEXT = 4096
"""Tokens taken for the window where nobody says: what Ollama gives a model that is asked no other way."""
UNKNOWN_PARAMETERS = 7_000_000_000
"""Taken where neither server nor name says: what is served over a network can mostly write prose."""
_LEAST_CONTEXT = 256
"""What a server tells below this is no window."""

_WINDOWS = ("max_model_len", "context_length", "context_window", "max_context_length")
"""How vLLM, OpenRouter, Groq and Mistral call it in their lists of models."""
_SIZE = re.compile(r"(?<![\w.])(?:\d+x)?(\d+(?:\.\d+)?)([bm])(?![a-z0-9])", re.IGNORECASE)
"""The size in a name, as in qwen2.5:0.5b, SmolLM2-135M-Instruct, Mixtral-8x7B."""
_STEERS = re.compile(r"<(?=\||/?s>|(?:start|end)_of_turn>)|\[(?=/?INST\])")
"""How text begins that the usual models take for the end of a turn."""

Counter = Callable[[Sequence[Message]], int | None]


class EndpointModel:
    """A server's model as a `LanguageModel`."""

    def __init__(self, server: Server, *, context: int | None = None) -> None:
        """Ask the server which models it has, and what they hold.

        Args:
            server: Who is asked.
            context: Tokens to use of the window, where the reader says; cut to what the server tells.

        Raises:
            ModelError: It cannot be reached, does not let us in, or names no model.
        """
        self._server = server
        entry = _entry(server)
        self._id = server.address.model or str(entry["id"])
        self.name = plain(
            re.sub(r"^.*[/\\]|\.gguf$", "", self._id) if self._id.endswith(".gguf") else self._id
        )
        """What the server calls it; of a file its name without folder and ending."""
        self.parameters = _parameters(entry, self._id)
        told, trained = _window(entry, server)
        self.context = min(context or told or CAREFUL_CONTEXT, told or trained or context or CAREFUL_CONTEXT)
        self._counters: list[Counter] = [self._counted_at_once, self._counted_in_two_steps]

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Return the tokens of the whole prompt, or more where the server counts none.

        The server is asked only about what comes near the window: for less the bound does as well,
        and is there at once.
        """
        most = most_tokens(messages)
        return most if most <= self.context // 2 else self._counted(messages) or most

    def write(self, messages: Sequence[Message], *, max_tokens: int, cancelled: Cancelled) -> Iterator[str]:
        """Yield the answer piece by piece; joined, the pieces are the text.

        Raises:
            ModelError: The prompt and `max_tokens` exceed `context`, told before anything is sent; or
                the server fails, also in the middle, after the pieces that came.
        """
        tokens = self.count_tokens(messages)
        if tokens + max_tokens > self.context:
            raise ModelError(
                f"a prompt of {tokens} tokens and {max_tokens} to write exceed the {self.context} "
                f"that {self.name} holds; ask with fewer passages or say that it holds more: --context TOKENS"
            )
        return self._write(messages, max_tokens, cancelled)

    def _write(self, messages: Sequence[Message], max_tokens: int, cancelled: Cancelled) -> Iterator[str]:
        body = {
            "model": self._id,
            "messages": _spoken(messages),
            "max_tokens": max_tokens,
            "temperature": 0,
            "stream": True,
        }
        wrote = ended = False
        for event in self._server.post("/chat/completions", body, cancelled):
            piece, reason = _said(event)
            if piece:
                wrote = True
                yield piece
            if reason:
                ended = True
                break
        if cancelled() or (ended and (wrote or reason != "length")):
            return
        if not ended:
            raise ModelError(f"{self._server.address.url}: the answer broke off in the middle; try again")
        raise ModelError(
            f"{self.name} spent its {max_tokens} tokens on thinking and wrote nothing; "
            "name a model that answers at once, or turn its thinking off"
        )

    def _counted(self, messages: Sequence[Message]) -> int | None:
        """Return the server's own count, by the first way that it knows; `None` where it knows none."""
        for counter in tuple(self._counters):
            try:
                counted = counter(messages)
            except ModelError:
                counted = None  # most have no such path; one that is gone is told of when it is to write
            if counted:
                return counted
            self._counters.remove(counter)
        return None

    def _counted_at_once(self, messages: Sequence[Message]) -> int | None:
        """Count as vLLM does, template included."""
        asked = {"model": self._id, "messages": _spoken(messages), "add_generation_prompt": True}
        return _whole(self._server.post_own("/tokenize", asked).get("count"))

    def _counted_in_two_steps(self, messages: Sequence[Message]) -> int | None:
        """Count as llama.cpp's server does: it renders the prompt, then parts it."""
        prompt = self._server.post_own("/apply-template", {"messages": _spoken(messages)}).get("prompt")
        asked = {"content": prompt, "add_special": True, "parse_special": True}
        tokens = self._server.post_own("/tokenize", asked).get("tokens")
        return len(tokens) if isinstance(tokens, list) else None


def _entry(server: Server) -> Json:
    """Return what the server lists of the model meant; empty where it lists nothing of one named.

    Raises:
        ModelError: No model is named, and none is listed.
    """
    named = server.address.model
    try:
        listed = server.get("/models").get("data")
    except RefusedError as error:
        if named is None or error.status not in {404, 405, 501}:
            raise
        listed = None
    entries = [one for one in listed or () if isinstance(one, dict) and one.get("id")]
    if named is None and not entries:
        raise ModelError(
            f"{server.address.url}: the server lists no models; name one: {server.address.url}#NAME"
        )
    return next((one for one in entries if named in {None, one["id"]}), {})


def _parameters(entry: Mapping[str, object], name: str) -> int:
    """Return how many weights it has, from llama.cpp's own account or from its name, else a guess."""
    told = _whole(_inner(entry, "meta").get("n_params"))
    if told:
        return told
    found = _SIZE.search(name)
    if found is None:
        return UNKNOWN_PARAMETERS
    return int(float(found[1]) * (1_000_000 if found[2] in "mM" else 1_000_000_000))


def _window(entry: Mapping[str, object], server: Server) -> tuple[int | None, int | None]:
    """Return the tokens of the window as it is served, and as the model was trained; `None` where untold.

    The window llama.cpp serves is mostly smaller than what the model was trained with.
    """
    meta = _inner(entry, "meta")
    told = next(filter(None, (_window_of(entry, name) for name in _WINDOWS)), None) or _window_of(
        meta, "n_ctx"
    )
    if told is None:
        try:
            told = _window_of(_inner(server.get_own("/props"), "default_generation_settings"), "n_ctx")
        except ModelError:
            told = None  # only llama.cpp has it, and whether the server can be reached is known
    return told, _window_of(meta, "n_ctx_train")


def _window_of(value: Mapping[str, object], name: str) -> int | None:
    told = _whole(value.get(name))
    return told if told and told >= _LEAST_CONTEXT else None


def _inner(value: Mapping[str, object], name: str) -> Mapping[str, object]:
    inner = value.get(name)
    return inner if isinstance(inner, dict) else {}


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _spoken(messages: Sequence[Message]) -> list[dict[str, str]]:
    """Return messages as the server reads them; none can end its own turn, as an article might wish."""
    return [
        {"role": message.role, "content": _STEERS.sub(lambda found: f"{found[0]} ", message.content)}
        for message in messages
    ]


def _said(event: Json) -> tuple[str, str | None]:
    """Return the text in an event of the stream, and why the model ends with it, if it does."""
    choices = event.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
    said = _inner(choice, "delta") or _inner(choice, "message")
    content, reason = said.get("content"), choice.get("finish_reason")
    return content if isinstance(content, str) else "", reason if isinstance(reason, str) else None
