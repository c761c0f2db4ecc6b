"""`qa` with a language model behind an address."""

from collections.abc import Iterator

import pytest
from command import FLOOD, Command
from model_server import ModelServer, Played, as_json, model_server, models, stream

pytestmark = pytest.mark.bundled

CHAT = "/v1/chat/completions"
FIGURE = (
    "The number of homes that had water indoors during last month’s flood was 287, not 340 as first reported"
)
TRUE = f"{FIGURE}, the borough council said. [1]"
LIE = "The number of homes that had water indoors was 9,400. [1]"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    """A server that writes the flood's figure."""
    with model_server() as played:
        played.put(CHAT, Played(stream(TRUE[:40], TRUE[40:])))
        yield played


def test_an_answer_is_written_over_the_address_and_checked(town: Command, server: ModelServer) -> None:
    """The sentence is the server's, verified, with the model's name; the articles' words were sent."""
    answer = town("ask", FLOOD, "--json", "--model", server.address).json
    assert answer["model"] == "tiny-7b"
    assert answer["trouble"] is None
    first = answer["sentences"][0]
    assert (first["origin"], first["said"], first["objection"]) == ("written", None, None)
    assert first["text"] == TRUE
    (sent,) = server.sent(CHAT)
    assert FIGURE in sent["messages"][-1]["content"]


def test_a_server_that_fails_on_the_way_leaves_quotations(town: Command, server: ModelServer) -> None:
    """The answer stands, code 0; one line on standard error and a field say why it is quoted."""
    server.put(CHAT, Played(stream("The number", reason=None), breaks_off=True))
    ran = town("ask", FLOOD, "--model", server.address)
    assert ran.code == 0
    assert "“The number of homes" in ran.out.splitlines()[0]
    assert ran.err.startswith(f"what the model did not write is quoted: {server.address[:-3]}: ")
    assert ran.err.count("\n") == 1
    server.put(CHAT, as_json({"error": {"message": "out of memory"}}, status=500))
    answer = town("ask", FLOOD, "--json", "--quiet", "--model", server.address).json
    assert "out of memory" in answer["trouble"]
    assert {one["origin"] for one in answer["sentences"]} == {"quoted"}


def test_what_did_not_hold_is_told_when_asked_for(town: Command, server: ModelServer) -> None:
    """Quietly the quotation stands there; --explain and --json say what the model wrote and why not."""
    server.put(CHAT, Played(stream(LIE)))
    assert "9,400" not in town("ask", FLOOD, "--model", server.address).out
    explained = town("ask", FLOOD, "--model", server.address, "--explain").out
    (line,) = (line for line in explained.splitlines() if "9,400" in line)
    assert line.startswith(f"[1] The model wrote: “{LIE}” — ")
    sentence = town("ask", FLOOD, "--model", server.address, "--json").json["sentences"][0]
    assert (sentence["origin"], sentence["said"]) == ("quoted", LIE)
    assert sentence["objection"]


def test_a_sentence_kept_unsupported_never_looks_checked(town: Command, server: ModelServer) -> None:
    """It begins with a question mark, in text and in JSON."""
    server.put(CHAT, Played(stream(LIE)))
    asked = ("ask", FLOOD, "--model", server.address, "--unsupported", "mark")
    assert town(*asked).out.startswith(f"? {LIE}\n")
    answer = town(*asked, "--json").json
    assert answer["answer"].startswith(f"? {LIE}")
    assert answer["sentences"][0]["origin"] == "unsupported"


def test_a_server_that_is_not_there_is_a_line_and_code_one(town: Command) -> None:
    """Nothing is answered, so that nobody takes a quotation for what was asked of a model."""
    with model_server() as gone:
        address = gone.address
    said = town("ask", FLOOD, "--model", address).refused(1)
    assert said == f"{address[:-3]}: no server answers there; start it, or check the address"


def test_addresses_and_windows_that_cannot_be_meant_are_wrong_usage(town: Command) -> None:
    """Each is refused in a line before anything is asked."""
    assert "put the key in QA_API_KEY" in town("ask", FLOOD, "--model", "https://a:b@host/v1").refused(2)
    assert "is empty" in town("ask", FLOOD, "--model", "").refused(2)
    assert "--context" in town("ask", FLOOD, "--context", "7").refused(2)


def test_doctor_and_status_show_the_address(town: Command, server: ModelServer) -> None:
    """Doctor asks a word of it and says what it holds; status asks nothing; neither shows the key."""
    server.put("/v1/models", models("tiny-7b", max_model_len=2048))
    key = "sesame-0123456789"
    named = {"QA_MODEL": f"{server.address}#tiny-7b", "QA_API_KEY": key, "QA_CONTEXT": "1024"}
    status = town.process("status", "--json", **named).json
    assert status["model"] == f"{server.address}#tiny-7b"
    assert server.asked == []
    doctor = town.process("doctor", "--json", **named)
    (check,) = (one for one in doctor.json["checks"] if one["name"] == "language model")
    assert check["ok"], check
    assert f"tiny-7b answers ({server.address}#tiny-7b, 1,024 tokens)" in check["detail"]
    assert {asked.headers["authorization"] for asked in server.asked} == {f"Bearer {key}"}
    assert key not in doctor.out + doctor.err
    server.put(CHAT, as_json({}, status=401))
    broken = town.process("doctor", "--json", **named)
    (check,) = (one for one in broken.json["checks"] if one["name"] == "language model")
    assert (broken.code, check["ok"], check["remedy"]) == (1, False, "check QA_API_KEY")
