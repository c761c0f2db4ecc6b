"""A language model behind an address, played by a server on this machine."""

import threading
from collections.abc import Iterator

import pytest
from model_server import JSON, ModelServer, Played, as_json, event, model_server, models, stream

from index.errors import ModelError
from qa.asking import never
from qa.models.address import ModelAddress
from qa.models.endpoint import CAREFUL_CONTEXT, UNKNOWN_PARAMETERS, EndpointModel
from qa.models.exchange import PATIENT, Limits
from qa.models.keys import NO_KEY, Key
from qa.models.llm import Message
from qa.models.server import Server
from qa.models.token_bound import most_tokens

ASKED = [Message("system", "Answer from the quotations."), Message("user", "How many homes?")]
CHAT = "/v1/chat/completions"
SESAME = "sesame-0123456789"
KEY = Key("OWLS_KEY", SESAME)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    """A server that lists one model."""
    with model_server() as played:
        yield played


def opened(
    server: ModelServer,
    name: str | None = None,
    *,
    key: Key = NO_KEY,
    context: int | None = None,
    limits: Limits = PATIENT,
) -> EndpointModel:
    """Return the server's model, or another by its name."""
    address = ModelAddress(server.address, name)
    return EndpointModel(Server(address, key=key, limits=limits), context=context)


def written(model: EndpointModel, tokens: int = 64) -> list[str]:
    """Return the pieces of an answer."""
    return list(model.write(ASKED, max_tokens=tokens, cancelled=never))


def failure(model: EndpointModel) -> str:
    """Return the one line in which an answer fails."""
    with pytest.raises(ModelError) as failed:
        written(model)
    line = str(failed.value)
    assert "\n" not in line
    assert "; " in line, "what to do next is said"
    return line


def test_the_pieces_come_as_the_model_writes_them(server: ModelServer) -> None:
    """The likeliest answer is asked for, as a stream, of the model that is listed first."""
    server.put(CHAT, Played(stream("287 ", "maisons à ", "Ös", "by. [1]")))
    model = opened(server)
    assert written(model, 32) == ["287 ", "maisons à ", "Ös", "by. [1]"]
    (sent,) = server.sent(CHAT)
    assert sent == {
        "model": "tiny-7b",
        "messages": [{"role": one.role, "content": one.content} for one in ASKED],
        "max_tokens": 32,
        "temperature": 0,
        "stream": True,
    }
    assert (model.name, model.context) == ("tiny-7b", 8192)


@pytest.mark.parametrize("size", [1, 3, 7, 50])
def test_the_network_may_cut_the_stream_anywhere(server: ModelServer, size: int) -> None:
    """Also within a character and between carriage return and newline; comments say nothing."""
    whole = b": waiting\r\n\r\n" + b"".join(stream("zwölf ", "€ 5 ", "市")).replace(b"\n", b"\r\n")
    server.put(CHAT, Played([whole[at : at + size] for at in range(0, len(whole), size)]))
    assert written(opened(server)) == ["zwölf ", "€ 5 ", "市"]


def test_an_event_in_several_lines_and_an_end_without_done(server: ModelServer) -> None:
    """Lines of data belong together; why the model ended is end enough."""
    lines = b'data: {"choices": [{"delta":\ndata: {"content": "yes"}, "finish_reason": "stop"}]}\n\n'
    server.put(CHAT, Played([lines]))
    assert written(opened(server)) == ["yes"]


def test_a_server_that_does_not_stream_is_read_whole(server: ModelServer) -> None:
    """One JSON object with the message is an answer too."""
    said = {"choices": [{"message": {"role": "assistant", "content": "287 homes."}, "finish_reason": "stop"}]}
    server.put(CHAT, as_json(said))
    assert written(opened(server)) == ["287 homes."]


def test_what_an_article_says_ends_no_turn(server: ModelServer) -> None:
    """What the usual models take for the end of a turn is broken by a space."""
    server.put(CHAT, Played(stream("no")))
    said = [Message("user", "a<|im_end|>b</s>c[INST]d <b> [1]<end_of_turn>")]
    list(opened(server).write(said, max_tokens=8, cancelled=never))
    assert (
        server.sent(CHAT)[0]["messages"][0]["content"] == "a< |im_end|>b< /s>c[ INST]d <b> [1]< end_of_turn>"
    )


@pytest.mark.parametrize(
    ("listed", "name", "expected"),
    [
        (models("first", "second"), None, ("first", UNKNOWN_PARAMETERS, CAREFUL_CONTEXT)),
        (models("first", "qwen2.5:0.5b"), "qwen2.5:0.5b", ("qwen2.5:0.5b", 500_000_000, CAREFUL_CONTEXT)),
        (models("first", max_model_len=9000), "unlisted-8x7B", ("unlisted-8x7B", 7 * 10**9, CAREFUL_CONTEXT)),
        (models("a", max_model_len=2048), None, ("a", UNKNOWN_PARAMETERS, 2048)),
        (models("a", context_length=131072), None, ("a", UNKNOWN_PARAMETERS, 131072)),
        (models("/m/Small-135M.gguf", meta={"n_params": 134_515_008, "n_ctx_train": 2048}), None,
         ("Small-135M", 134_515_008, 2048)),
        (models("a", max_model_len=True, context_length="x", meta=7), None, ("a", UNKNOWN_PARAMETERS, 4096)),
        (as_json({}, status=404), "named", ("named", UNKNOWN_PARAMETERS, CAREFUL_CONTEXT)),
    ],
)  # fmt: skip
def test_what_the_server_tells_of_its_model_is_believed(
    server: ModelServer, listed: Played, name: str | None, expected: tuple[str, int, int]
) -> None:
    """Name, size and window are those it lists; else the name tells the size, and the rest is careful."""
    server.put("/v1/models", listed)
    model = opened(server, name)
    assert (model.name, model.parameters, model.context) == expected


def test_the_window_llama_cpp_serves_is_smaller_than_the_trained_one(server: ModelServer) -> None:
    """What the server was started with counts; what the reader says is cut to it."""
    server.put("/v1/models", models("a", meta={"n_ctx_train": 131072}))
    server.put("/props", as_json({"default_generation_settings": {"n_ctx": 6144}}))
    assert opened(server).context == 6144
    assert opened(server, context=3000).context == 3000
    assert opened(server, context=9000).context == 6144
    server.put("/props", as_json({}))
    assert opened(server, context=9000).context == 9000


def test_tokens_are_counted_by_the_server_only_near_the_window(server: ModelServer) -> None:
    """What fits by far is bounded; else vLLM or llama.cpp counts, each in its way, or the bound holds."""
    server.put("/v1/models", models("a", max_model_len=300))
    bound = most_tokens(ASKED)
    assert opened(server).count_tokens(ASKED) == bound
    server.put("/tokenize", as_json({"count": 21, "tokens": [1]}))
    assert opened(server).count_tokens(ASKED) == 21
    assert [one["role"] for one in server.sent("/tokenize")[-1]["messages"]] == ["system", "user"]
    server.put("/tokenize", as_json({"tokens": [5] * 33}))
    server.put("/apply-template", as_json({"prompt": "<s>All of it"}))
    model = opened(server)
    assert [model.count_tokens(ASKED) for _ in "ab"] == [33, 33]
    assert server.sent("/tokenize")[-1]["content"] == "<s>All of it"
    server.put("/v1/models", models("a", max_model_len=8192))
    asked = len(server.asked)
    assert opened(server).count_tokens(ASKED) == bound
    assert len(server.asked) == asked + 1, "only the models"


def test_a_prompt_beyond_the_window_is_not_sent(server: ModelServer) -> None:
    """It is told before anything is asked."""
    model = opened(server, context=400)
    with pytest.raises(ModelError, match=r"exceed the 400 that tiny-7b holds; .*--context"):
        model.write(ASKED, max_tokens=390, cancelled=never)
    assert server.sent(CHAT) == []


def test_the_key_is_sent_and_never_shown(server: ModelServer) -> None:
    """Every request carries it; no message does, even where the server repeats it."""
    server.put(CHAT, as_json({"error": {"message": f"bad thing with {SESAME}"}}, status=500))
    model = opened(server, key=KEY)
    assert SESAME not in failure(model)
    assert SESAME not in repr(vars(model._server))
    assert {asked.headers["authorization"] for asked in server.asked} == {f"Bearer {SESAME}"}
    opened(server)
    assert "authorization" not in server.asked[-1].headers


def test_the_key_is_not_sent_where_others_could_read_it() -> None:
    """Plain http to another machine is refused before anything is asked; so is a key with a line in it."""
    with pytest.raises(ModelError, match=r"in OWLS_KEY is not sent over plain http; name an https"):
        Server(ModelAddress("http://models.example/v1"), key=KEY)
    with pytest.raises(ModelError, match="characters that no key has"):
        Server(ModelAddress("https://models.example/v1"), key=Key("OWLS_KEY", "a\nHost: b"))


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (as_json({}, status=401), "wants a key; name the variable that holds it in settings.toml"),
        (as_json({"error": {"message": "model ‘x’ not found"}}, status=404), "404 Not Found: model ‘x’ not"),
        (as_json({}, status=429, Retry_After="17"), "asked too much; try again in 17 s"),
        (as_json({}, status=429), "try again later"),
        (as_json({"error": "out\nof memory " + "x" * 999}, status=500), "(500 Internal Server Error: out of"),
        (as_json({"detail": "no such thing"}, status=422), "(422 Unprocessable"),
        (Played([b"<!doctype html><p>oops"], "text/html", 502), "(502 Bad Gateway); try again"),
        (as_json({"message": "maximum context length is 9 tokens"}, status=400), "too long for the model"),
        (Played((), status=307, headers={"Location": "http://elsewhere.example/v1"}), "points to http://elsewhere.ex"),
        (Played([b"no json"], JSON), "is not JSON; check"),
        (Played([b"<html>Hello"], "text/html"), "a web page; check"),
        (Played([b"data: no json\n\n"]), "is not JSON; check"),
        (Played([b"data: [1]\n\n"]), "is no object; check"),
        (Played([b'data: {"error": {"message": "out of memory"}}\n\n']), "server failed (out of memory)"),
        (Played([event(delta={"reasoning": "Hm"}), event(delta={}, finish_reason="length")]), "on thinking"),
        (Played(()), "broke off in the middle"),
    ],
)  # fmt: skip
def test_each_failure_is_told_in_one_line(server: ModelServer, reply: Played, said: str) -> None:
    """What failed, in the server's words where it has some, cut short; and what to do."""
    server.put(CHAT, reply)
    line = failure(opened(server))
    assert said in line
    assert len(line) < 320


def test_a_key_that_is_not_accepted_is_told_from_none(server: ModelServer) -> None:
    """Whoever set one should look at it; what the server says of it is not passed on."""
    server.put("/v1/models", as_json({"error": {"message": "Incorrect API key: sesame-***789"}}, status=401))
    with pytest.raises(ModelError, match=r"does not accept the key; check OWLS_KEY$"):
        opened(server, "named", key=KEY)
    with pytest.raises(ModelError, match=r"wants a key; put it in the environment variable OWLS_KEY$"):
        opened(server, "named", key=Key("OWLS_KEY"))


def test_a_redirect_is_not_followed(server: ModelServer) -> None:
    """The key and the articles go to the address named and nowhere else."""
    with model_server() as other:
        server.put(CHAT, Played((), status=308, headers={"Location": f"{other.address}/chat/completions"}))
        assert "points to" in failure(opened(server, key=KEY))
        assert other.asked == []


def test_nobody_there_is_told_at_once() -> None:
    """A port nobody listens to, and a server that lists nothing."""
    with model_server() as gone:
        address = ModelAddress(gone.address)
    with pytest.raises(ModelError, match=r"no server answers there; start it"):
        EndpointModel(Server(address))
    with model_server() as empty:
        empty.put("/v1/models", as_json({"data": None}))
        with pytest.raises(ModelError, match="lists no models; name one"):
            opened(empty)


@pytest.mark.parametrize("broken", [True, False])
def test_what_came_before_a_stream_broke_off_has_come(server: ModelServer, broken: bool) -> None:
    """The pieces are given before the error, whether the connection breaks or just ends."""
    server.put(CHAT, Played(stream("287 homes. [1] ", "And", reason=None), breaks_off=broken))
    pieces: list[str] = []
    model = opened(server)
    with pytest.raises(ModelError, match="broke"):
        pieces.extend(model.write(ASKED, max_tokens=64, cancelled=never))
    assert pieces == ["287 homes. [1] ", "And"]


def test_a_server_that_falls_silent_is_given_up(server: ModelServer) -> None:
    """Before the first piece and after it; the program does not hang."""
    silence = threading.Event()
    server.put(CHAT, Played(stream("a"), begin=silence), Played(stream("a"), gate=silence))
    asked = Server(ModelAddress(server.address), limits=Limits(begin=0.2)).post(
        "/chat/completions", {}, never
    )
    with pytest.raises(ModelError, match="in time; "):
        list(asked)
    assert "no answer in time; try again" in failure(opened(server, limits=Limits(between=0.2)))
    silence.set()


def test_stopping_closes_the_connection_at_once(server: ModelServer) -> None:
    """After a piece, or before there is any; the server notices, and the answer just ends."""
    never_set = threading.Event()
    flag = threading.Event()
    server.put(CHAT, Played([event(delta={"content": "a"}), b""], gate=never_set))
    pieces = opened(server).write(ASKED, max_tokens=64, cancelled=flag.is_set)
    assert next(pieces) == "a"
    flag.set()
    assert list(pieces) == []
    assert server.left.wait(10)
    assert list(opened(server).write(ASKED, max_tokens=64, cancelled=lambda: True)) == []
