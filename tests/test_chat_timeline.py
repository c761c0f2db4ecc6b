"""`/timeline topic` in the chat: a turn like any other."""

from chat_script import CITATIONS, HITS, Script, answer, ask, chat, sees, shown, until

from qa.records import Answered, Checked, Found, Sentence

SENTENCES = tuple(
    Sentence(f"{day} March 2024: {citation.quotation} [{citation.n}]", (citation.n,), "quoted")
    for day, citation in zip((4, 9), CITATIONS, strict=True)
)


async def test_a_timeline_is_shown_with_its_sources() -> None:
    """The topic is told of, not asked about; dated sentences stand in order, their sources beside them."""
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        script.put(Found("the flood", HITS, CITATIONS), *map(Checked, SENTENCES))
        script.put(Answered(answer("the flood", SENTENCES)))
        await ask(pilot, "/timeline the flood")
        await sees(pilot, "2 sources", "state")

        text = shown(pilot)
        assert script.topics == ["the flood"]
        assert script.asked == []
        assert "/timeline the flood" in text
        assert text.index("4 March 2024: “About 4,200 homes") < text.index("9 March 2024: “The company")


async def test_a_timeline_can_be_stopped() -> None:
    """Esc stops it, and what was told stays."""
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        script.put(Found("the flood", HITS, CITATIONS), Checked(SENTENCES[0]))
        await ask(pilot, "/timeline the flood")
        await sees(pilot, "4 March 2024")
        await pilot.press("escape")
        await sees(pilot, "stopped", "state")

        assert script.cancelled()
        assert "4 March 2024" in shown(pilot)


async def test_a_question_after_a_timeline_follows_it() -> None:
    """The timeline is a turn that the next question may lean on."""
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        told = answer("the flood", SENTENCES)
        script.put(Found("the flood", HITS, CITATIONS), Answered(told))
        await ask(pilot, "/timeline the flood")
        await sees(pilot, "2 sources", "state")
        await ask(pilot, "and how long did it last?")
        await until(pilot, lambda: bool(script.asked))

        assert script.asked == [("and how long did it last?", (told,))]


async def test_a_timeline_needs_a_topic() -> None:
    """The command alone says how it is written, and nothing is asked."""
    script = Script()
    async with chat(script).run_test(size=(120, 40)) as pilot:
        await ask(pilot, "/timeline")
        await sees(pilot, "Write the topic after it, as in /timeline harbour bridge.")

        assert not script.topics
        assert not script.asked
