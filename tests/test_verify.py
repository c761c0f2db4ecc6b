"""Whether evidence carries a sentence: a liar is caught in every way we could think of."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qa.verification.verify import marks_in, text_objection, without_marks

TROOPS = (
    "About 2,500 US troops are stationed in Iraq, having been involved in the international coalition to"
    " fight ISIS in the country."
)
STRIKE = (
    "Israel struck a weapons factory in Iran’s central Isfahan province on Friday, less than a week after"
    " Tehran launched more than 300 drones and missiles at Israel, with 99 per cent of the projectiles"
    " being intercepted."
)
GROUP = (
    "Kataib Hezbollah, one of Iraq’s most powerful militias, denied responsibility for the attack in Syria,"
    " just hours after issuing a statement on Telegram saying that it was resuming strikes on US targets."
)
TALKS = "On January 27, Iraq and the US held the first round of talks aimed to secure the withdrawal."
EMBASSY = (
    "The Iranian attack was carried out in response to Israel bombing Tehran’s embassy complex in Damascus"
    " at the start of the month."
)
SOURCE = "“There was no central decision to carry out the attack on the US base,” the Iraqi source said."
MINISTER = "The minister said the president is ill."
HOLT = "Mary Holt, whose son, Ali Holt, was jailed, resigned."

HONEST = [
    (TROOPS, "About 2,500 US troops are stationed in Iraq."),
    (TROOPS, "About 2500 US troops are stationed in Iraq"),
    (STRIKE, "Israel struck a weapons factory in Iran's central Isfahan province on Friday."),
    (STRIKE, "Tehran launched more than 300 drones and missiles at Israel."),
    (STRIKE, STRIKE.replace("99 per cent", "99%")),
    (GROUP, GROUP.replace(", one of Iraq’s most powerful militias,", "")),
    (TALKS, "Iraq and the US held the first round of talks aimed to secure the withdrawal."),
    (SOURCE, SOURCE),
    (EMBASSY, EMBASSY.replace("’", "'")),
    (f"{TROOPS} {TALKS}", "About 2,500 US troops are stationed in Iraq."),
    (f"{TROOPS} {TALKS}", TALKS),
]
LIES = {
    "a wrong number": (TROOPS, "About 2 US troops are stationed in Iraq."),
    "a number in words": (TROOPS, "About three thousand US troops are stationed in Iraq."),
    "half a number": (TROOPS, "500 US troops are stationed in Iraq."),
    "another scale": (TROOPS, "About 2,500 million US troops are stationed in Iraq."),
    "a lost sign": ("It was -5 degrees in Oslo, the coldest day.", "It was 5 degrees in Oslo."),
    "a number of something else": (STRIKE, "Israel launched more than 300 drones and missiles at Israel."),
    "a number of another sentence": (
        f"{TROOPS} {STRIKE}",
        "About 300 US troops are stationed in Iraq.",
    ),
    "the other bound": (STRIKE, "Tehran launched less than 300 drones and missiles at Israel."),
    "a lost bound": (STRIKE, "Tehran launched 300 drones and missiles at Israel."),
    "swapped names": (EMBASSY, EMBASSY.replace("Israel bombing Tehran", "Tehran bombing Israel")),
    "swapped ends": ("Iran struck Israel.", "Israel struck Iran."),
    "an invented name": (TROOPS, "About 2,500 US troops are stationed in Norway."),
    "an invented name beyond ASCII": (GROUP, "Öcalan denied responsibility for the attack in Syria."),
    "a pronoun for the country": (GROUP.replace(", just hours", "; hours"), GROUP.replace("US", "us")),
    "a dropped not": ("Iraq did not agree to talks.", "Iraq did agree to talks."),
    "a dropped n't": ("Iraq didn’t agree to talks.", "Iraq did agree to talks."),
    "a dropped denial": (GROUP, "Kataib Hezbollah took responsibility for the attack in Syria."),
    "an added denial": (TROOPS, "About 2,500 US troops are not stationed in Iraq."),
    "a dropped doubt": ("Iraq may leave, the UN said.", "Iraq leave, the UN said."),
    "a cut condition": ("Iraq leaves, if the US agrees.", "Iraq leaves."),
    "a cut exception": ("All members voted, except Iran.", "All members voted."),
    "a cut reversal": ("Smith resigned on Monday, but withdrew it.", "Smith resigned on Monday."),
    "a cut source": (MINISTER.replace(" said", ", Smith said,"), "The minister the president is ill."),
    "somebody's word as fact": ("The truce has ended, Iran said.", "The truce has ended."),
    "a quotation as fact": ("“Smith is a thief.”", "Smith is a thief."),
    "a changed month": (TALKS, TALKS.replace("January", "February")),
    "a changed weekday": (STRIKE, "Israel struck a weapons factory on Monday."),
    "a day of something else": (STRIKE, "Tehran launched more than 300 drones on Friday."),
    "an invented quotation": (SOURCE, "“There was a decision,” the Iraqi source said."),
    "a stitched quotation": (SOURCE, "“There was no attack on the US base,” the Iraqi source said."),
    "another speaker": (SOURCE, SOURCE.replace("Iraqi", "US")),
    "the opposite word": ("Prices rose 5 per cent in London.", "Prices fell 5 per cent in London."),
    "the passive": ("Israel struck Iran.", "Israel was struck by Iran."),
    "another direction": ("Iran fired missiles at Israel.", "Iran fired missiles from Israel."),
    "before for after": ("The vote was held after the strike.", "The vote was held before the strike."),
    "who told whom": ("Israel told Iran that Iraq struck Syria.", "Israel struck Syria."),
    "whose remarks": ("Asked about Smith’s remarks, Jones resigned.", "Smith resigned."),
    "whose dog": ("Police shot the man’s dog.", "Police shot the man."),
    "whose son": (HOLT, "Ali Holt resigned."),
    "whose son, cut once": (HOLT, "Ali Holt, was jailed, resigned."),
    "a swap by an aside": ("Smith, a judge, met Jones, who later, drunk, died.", "Smith died."),
    "a share of something else": (STRIKE, STRIKE.replace(STRIKE[76:160], "")),
    "commas put in": (MINISTER, "The minister, said the president, is ill."),
    "commas left out": ("The minister, said the president, is ill.", MINISTER),
    "one name of a title": ("Critics of Mr. Smith, Dr. Jones resigned.", "Smith, Dr. Jones resigned."),
    "two sentences in one": (f"{GROUP} {STRIKE}", "Kataib Hezbollah struck a weapons factory."),
    "the question itself": (TROOPS, "How many US troops are stationed in Iraq?"),
    "the prompt": (TROOPS, "Answer from this text, in one short sentence: About 2,500 US troops."),
    "a template's token": (TROOPS, f"{TROOPS}<|im_end|>"),
    "a mark in other brackets": (TROOPS, "About 2,500 US troops are stationed in Iraq. (1)"),
    "a breaking off": (TROOPS, "About 2,500 US troops are stationed in"),
    "a breaking off at a comma": (TROOPS, "About 2,500 US troops are stationed in Iraq,"),
    "a single word": (TROOPS, "Iraq."),
    "a bare number": (TROOPS, "2,500"),
    "no words": (TROOPS, "…"),
    "nothing": (TROOPS, ""),
    "no evidence": ("", "It rained."),
}  # fmt: skip


@pytest.mark.parametrize(("evidence", "sentence"), HONEST)
def test_an_honest_sentence_passes(evidence: str, sentence: str) -> None:
    """Whole clauses may be left out, and numbers and apostrophes written otherwise."""
    assert text_objection(sentence, evidence) is None


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_caught(lie: str) -> None:
    """What the evidence does not say is refused, with a reason in one line."""
    evidence, sentence = LIES[lie]
    reason = text_objection(sentence, evidence)
    assert reason
    assert "\n" not in reason


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("About 2 US troops are stationed in Iraq.", "the number 2 does not stand in the evidence"),
        ("In May US troops came.", "the day may does not stand in the evidence"),
        ("Norway fights ISIS.", "the name Norway does not stand in the evidence"),
        ("US troops are in “the land”.", "the quotation the land does not stand in the evidence"),
        ("US troops fight ISIS.", "the evidence has its words, but does not say this with them"),
    ],
)
def test_the_reason_names_what_is_wrong(sentence: str, reason: str) -> None:
    """A person can see from it what the evidence lacks."""
    assert text_objection(sentence, TROOPS) == reason


@pytest.mark.parametrize("quote", [TROOPS, STRIKE, GROUP, TALKS, EMBASSY, SOURCE, MINISTER, HOLT])
def test_evidence_carries_itself(quote: str) -> None:
    """A quotation repeated word for word is always carried, alone and among others."""
    assert text_objection(quote, quote) is None
    assert text_objection(quote, f"{TALKS} {quote}") is None


@pytest.mark.parametrize("quote", [TROOPS, STRIKE, GROUP, TALKS, EMBASSY, SOURCE, MINISTER, HOLT])
@settings(deadline=None)
@given(data=st.data())
def test_no_word_can_be_changed_added_or_moved(quote: str, data: st.DataObject) -> None:
    """Any one word replaced by one that stands elsewhere, put in twice, or swapped with another."""
    words = quote.split()
    at, other = (data.draw(st.integers(0, len(words) - 1)) for _ in range(2))
    if words[at].lower().strip(",.“”") == words[other].lower().strip(",.“”"):
        return
    swapped = [words[other if n == at else at if n == other else n] for n in range(len(words))]
    for changed in (
        [*words[:at], words[other], *words[at + 1 :]],
        [*words[:at], words[other], *words[at:]],
        swapped,
    ):
        assert text_objection(" ".join(changed), quote) is not None


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
@example("[1", "[[[")
@example("a", "a ...!?")
def test_any_text_can_be_checked(sentence: str, evidence: str) -> None:
    """Whatever a model writes, checking raises nothing."""
    assert text_objection(sentence, evidence) != ""


@pytest.mark.parametrize(
    ("sentence", "marks", "words"),
    [
        ("It rained. [1]", (1,), "It rained."),
        ("It rained [1].", (1,), "It rained."),
        ("It rained.[1][2]", (1, 2), "It rained."),
        ("It rained. [1, 2]", (1, 2), "It rained."),
        ("It rained. [2;1] [2]", (2, 1), "It rained."),
        ("It rained. 【1】", (1,), "It rained."),
        ("It rained. ［ 1 ］", (1,), "It rained."),
        ("[1] It rained.", (1,), "It rained."),
        ("It [1] rained. [12]", (1, 12), "It rained."),
        ("It rained. (1)", (), "It rained. (1)"),
        ("It rained. [100] {1} [a] [1-3]", (), "It rained. [100] {1} [a] [1-3]"),
        ("The [Iraqi] army of [2024] came.", (), "The [Iraqi] army of [2024] came."),
        ("It   rained \n on.", (), "It rained on."),
        ("It rained.¹", (1,), "It rained."),
        ("It rained.¹²", (1, 2), "It rained."),
        ("It rained¹.", (1,), "It rained."),
        ("It has 5 km² and 10⁶ trees.", (), "It has 5 km² and 10⁶ trees."),
        ("It rained. [^1] 【2†source】", (1, 2), "It rained."),
        ("It rained. [1、2]", (1, 2), "It rained."),
        ("It rained. [0] [77]", (0, 77), "It rained."),
        ("", (), ""),
    ],
)
def test_marks_are_told_from_words(sentence: str, marks: tuple[int, ...], words: str) -> None:
    """Marks are read in the brackets that models use; what may be words of the article stays."""
    assert marks_in(sentence) == marks
    assert without_marks(sentence) == words
