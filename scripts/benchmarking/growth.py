"""Libraries of growing size, and what each costs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarking.cold import Cold, measure_cold
from benchmarking.derived import CaughtUp, Derived, measure_caught_up, measure_derived
from benchmarking.filling import Filled, Source, filled
from benchmarking.stand_ins import StandIns, kept_pool
from benchmarking.warm import Warm, measure_warm, mixed_questions
from index.embedder import Embedder


@dataclass(frozen=True, slots=True)
class Plan:
    """How thoroughly growth is measured."""

    pool: int = 4_000
    """Real vectors that the others are mixed from."""
    questions: int = 200
    rounds: int = 3
    """Of the questions."""
    times: int = 3
    """That an index is made and caught up."""
    colds: int = 7
    """Processes for each library."""


QUICK_PLAN = Plan(pool=500, questions=100, rounds=2, times=2, colds=3)


@dataclass(frozen=True, slots=True)
class Workplace:
    """Where libraries are made."""

    home: Path
    """Those that an earlier run made here are used again."""
    cache: Path
    """Where the pool of vectors is kept."""
    say: Callable[[str], None]
    """Is told what is being done."""


@dataclass(frozen=True, slots=True)
class Grown:
    """All that was measured of a library of one size."""

    filled: Filled
    derived: Derived
    caught_up: CaughtUp
    warm: Warm
    cold: Cold

    @property
    def passages(self) -> int:
        """How large it is."""
        return self.filled.passages


def measure_growth(sizes: Sequence[int], place: Workplace, embedder: Embedder, plan: Plan) -> list[Grown]:
    """Return what libraries of so many passages cost, in the order given; all are there at once."""
    place.say(f"embedding {plan.pool:,} texts, unless an earlier run did")
    source = Source(StandIns(kept_pool(plan.pool, embedder, place.cache)))
    questions = mixed_questions(source.prose, plan.questions)
    made: dict[int, tuple[Filled, Derived]] = {}
    for size in sizes:
        place.say(f"{size:,} passages: storing them")
        library = filled(place.home / str(size), size, source, embedder)
        place.say(f"{size:,} passages: making both indexes")
        made[size] = (library, measure_derived(library.directory, times=plan.times))
    place.say("asking each library in processes of their own")
    directories = {size: library.directory for size, (library, _) in made.items()}
    colds = measure_cold(directories, questions[:: len(questions) // plan.colds][: plan.colds])
    grown = []
    for size, (library, derived) in made.items():
        place.say(f"{size:,} passages: asking {len(questions)} questions")
        warm = measure_warm(library.directory, embedder, questions, rounds=plan.rounds)
        caught_up = measure_caught_up(library.directory, source, times=plan.times)
        grown.append(Grown(library, derived, caught_up, warm, colds[size]))
    return grown
