"""A story that many papers print takes one place of a list, and whoever says otherwise another."""

from pathlib import Path

import pytest
from command import Command

pytestmark = pytest.mark.bundled

QUESTION = "How many homes in Tarn lost power in the storm?"
REPORT = (
    """A storm that came in from the west on Monday night brought down power lines along the coast of Tarn,
and trees fell across the only road to the harbour.""",
    """In the storm 4,200 homes in Tarn lost power, the grid company said, and most of them were still dark on
Tuesday at noon. Crews from three counties were on their way to mend the lines.""",
    """The ferry to the islands was tied up for the day. Its master, Ole Brandt, said the waves in the sound
had been the highest in twenty years, and that nobody should try to cross before the wind had gone down.""",
    """Schools were closed and stay closed on Wednesday. The town hall opened its doors to everybody who had
no heating, and volunteers carried soup to old people in the upper streets.""",
    """Damage to the harbour will be looked at when the water is calm, the mayor said. Two boats sank at the
quay. She thanked the fire brigade, which had been out all night, and asked people to stay at home.""",
)
DISSENT = (
    REPORT[1].replace("4,200 homes", "only 300 homes").replace("the grid company said", "the council said")
)
ELSEWHERE = (
    "The orchestra of Millbrook opened its season with a symphony that nobody there had heard before.",
    "A heron has nested on the roof of the post office, and letters are handed out at the back door.",
    "The council of Carlow voted for a new bridge. Nine were for it, six against, and one was asleep.",
    "Bakers in Lund say that the price of flour has doubled since spring, and bread will follow it.",
    "The museum of clocks has lost its key. Visitors may look in through the window until it is found.",
    "Ski lifts in the hills close early this year, for want of snow rather than of people who want to ski.",
)


def printed(*parts: str) -> str:
    """Return paragraphs as a file has them."""
    return "\n\n".join(" ".join(part.split()) for part in parts) + "\n"


def reprints() -> dict[str, str]:
    """Return the report as five papers print it, by what their files are called."""
    return {
        "tarn-post": printed("Storm leaves Tarn in the dark", *REPORT),
        "argus": printed("Thousands without power", "By Jane Doe", f"TARN (AP) — {REPORT[0]}", *REPORT[1:]),
        "herald": printed("Night of the storm", *REPORT[:3]),
        "courier": printed("Coast counts its trees", REPORT[0], REPORT[1], REPORT[3], REPORT[2], REPORT[4]),
        "gazette": printed("Power lines down", *REPORT, "Reporting by Jane Doe; editing by Tom Beck."),
    }


def filled(qa: Command, folder: Path, files: dict[str, str]) -> None:
    """Index files, with some about other things."""
    folder.mkdir()
    others = {f"other-{at}": printed(f"From page {at}", text) for at, text in enumerate(ELSEWHERE)}
    for name, text in (files | others).items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    assert qa("index", folder, "--json").json["added"] == len(files) + len(others)


def names(qa: Command) -> dict[str, str]:
    """Return what each article's file is called, by id."""
    return {one["id"]: Path(one["path"]).stem for one in qa("list", "--json").json}


def test_five_reprints_and_one_dissenter(qa: Command, tmp_path: Path) -> None:
    """Of three places one is the reprints', which are all named there, and one the dissenter's."""
    dissenter = printed("Council counts fewer homes", REPORT[0], DISSENT, *REPORT[2:])
    filled(qa, tmp_path / "in", reprints() | {"dissenter": dissenter})
    named = names(qa)
    told = {named[one["id"]]: one["story"] for one in qa("list", "--json").json if one["story"]}
    assert told.keys() == {*reprints(), "dissenter"}
    assert len(set(told.values())) == 1
    hits = qa("search", QUESTION, "-n", "3", "--json").json["hits"]
    places = [{named[hit["article"]], *(named[other] for other in hit["also_in"])} for hit in hits]
    first = next(each for each in places if "dissenter" not in each)
    assert first == set(reprints())
    (apart,) = (hit for hit in hits if named[hit["article"]] == "dissenter" and "only 300" in hit["text"])
    assert apart["also_in"] == []
    assert "4,200" not in apart["text"]


def test_a_story_is_listed_and_shown(qa: Command, tmp_path: Path) -> None:
    """A list says which articles are of one story, an article which others are, the status how many."""
    filled(qa, tmp_path / "in", reprints())
    named = names(qa)
    listed = [one for one in qa("list", "--json").json if one["story"]]
    assert {named[one["id"]] for one in listed} == set(reprints())
    (story,) = {one["story"] for one in listed}
    assert story == listed[0]["id"]
    shown = qa("show", listed[1]["id"], "--json").json
    assert shown["versions"] == [one["id"] for one in listed if one["id"] != listed[1]["id"]]
    page = qa("show", listed[1]["id"]).out
    assert (
        f"one story with: {listed[0]['title']} (no date), {listed[2]['title']} (no date) and 2 more" in page
    )
    assert qa("list").out.count(f" · story {story}") == len(listed)
    assert "1 story told more than once" in qa("status").out
    (other,) = [one["id"] for one in qa("list", "--json").json if named[one["id"]] == "other-1"]
    assert qa("show", other, "--json").json["versions"] == []
    assert "one story with" not in qa("show", other).out
