"""What encoders are compared on, and what they are timed with."""

PROBES = (
    "",
    "a",
    "Who won?",
    "How many homes lost power in the March flood?",
    "The council met on 4 March 2024 and approved a budget of £3,870,000.50 by 12 votes to 9.",
    "Ministers said the talks in Reykjavík, Malmö and São Paulo had ended without agreement.",
    "Le maire a déclaré : « Nous n’avons rien caché. » Les élèves étaient déjà là.",
    "Der Bürgermeister sagte, die Straße sei seit Mittwoch gesperrt; über 40 % der Züge fielen aus.",
    "  Leading and trailing space,\nlines\tand tabs  ",
    "ALL CAPITALS, as a headline of 1931 might have been set",
    "北京的会议推迟了。 Встреча перенесена на среду.",
    "https://example.org/a/b?c=d#e — foo_bar.baz(42) == 3.14159e-10",
    "It rained. " * 12,
    "About 4,200 homes were without power by noon, the grid company said, and crews worked through "
    "the night to reach the substation, which had stood in water since dawn. " * 3,
    "The harbour authority's report of 212 pages lists what went wrong, hour by hour. " * 12,
    "Every sentence of a long article counts until the window is full, and none after it. " * 60,
)
"""Short and long, beyond the window, accents, figures, scripts the model may not know."""

QUESTIONS = (
    "How many homes were without power after the flood?",
    "Who leads the inquiry into the harbour fire?",
    "When did the council approve the budget, and by how many votes?",
    "What did the minister say about the talks in Reykjavík?",
    "Why were the trains between the two towns delayed on Wednesday?",
    "Which of the bridges is to be closed first?",
    "Where was the missing painting found?",
    "Has the price of bread risen since March?",
)
"""Questions as readers ask them, eight to sixteen words."""

_SENTENCES = (
    "The council met on Tuesday evening and put off its decision on the new tram line until May.",
    "Two of the five pumps had failed by midnight, and water stood knee-deep in the lower streets.",
    "A spokeswoman said the cost would be shared between the county and the rail company.",
    "Nobody was hurt, although the roof of the market hall came down over three of its stalls.",
    "Prices of wheat and barley have fallen for the fourth week in a row.",
    "The orchestra will play without a conductor for the first time in its 90 years.",
    "Fishermen from both sides of the strait welcomed the agreement, which takes effect in June.",
    "Its report, 212 pages long, names eleven people and recommends that four be charged.",
)


def timed_texts(count: int) -> list[str]:
    """Return so many different texts of two to five sentences, as the pieces of news passages are."""
    return [
        " ".join(_SENTENCES[(at * step + number) % len(_SENTENCES)] for number in range(2 + at % 4))
        + f" ({at})"
        for at, step in ((at, 1 + at // len(_SENTENCES)) for at in range(count))
    ]
