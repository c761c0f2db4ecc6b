"""Models that are still being loaded, for those who do without them until they use them."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from qa.begun import Begun
from qa.models.llm import Foreseeing, LanguageModel, Message

if TYPE_CHECKING:
    from qa.evidence.reader import Marked, Reader


class AwaitedModel:
    """A `LanguageModel`, and `Foreseeing`; whatever it is asked first waits for the loading.

    What that raises is raised each time.
    """

    def __init__(self, begun: Begun[LanguageModel]) -> None:
        self._begun = begun

    @property
    def name(self) -> str:
        """What the model calls itself."""
        return self._begun.given().name

    @property
    def parameters(self) -> int:
        """How many weights it has."""
        return self._begun.given().parameters

    @property
    def context(self) -> int:
        """Tokens in its window."""
        return self._begun.given().context

    def count_tokens(self, messages: Sequence[Message]) -> int:
        """Return the tokens of the whole prompt, with template and the opening of the answer."""
        return self._begun.given().count_tokens(messages)

    def write(
        self, messages: Sequence[Message], *, max_tokens: int, cancelled: Callable[[], bool]
    ) -> Iterator[str]:
        """Yield the answer piece by piece."""
        return self._begun.given().write(messages, max_tokens=max_tokens, cancelled=cancelled)

    def foresee(self, messages: Sequence[Message], cancelled: Callable[[], bool]) -> None:
        """Read how a prompt will begin, if the model can."""
        model = self._begun.given()
        if isinstance(model, Foreseeing):
            model.foresee(messages, cancelled)


class AwaitedReader:
    """A `PassageReader`; what it is first given to read waits for the loading."""

    def __init__(self, begun: "Begun[Reader]") -> None:
        self._begun = begun

    def read(self, question: str, passages: Sequence[tuple[str, str]]) -> "list[Marked]":
        """Return each passage, given by its title and text, as it was marked."""
        return self._begun.given().read(question, passages)
