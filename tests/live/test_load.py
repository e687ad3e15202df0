"""Loading the model, asking several things at once, stopping, and what a reader is told when something fails."""

import json

import pytest

pytest.importorskip("playwright.sync_api", reason="pages are opened in Chromium: nox -s live")

from served import INSECURE, Reader, Server

from perspectives.transforms.live import CHUNK

CHUNKS = [f"/live/weights/{number:02}.bin" for number in range(5)]
MANIFEST = "/live/weights/manifest.json"
PARIS = [" Paris", pytest.approx(0.7725, abs=1e-3)]  # what PyTorch says after this prompt
PROMPT = "The capital of France is"


@pytest.fixture(scope="module")
def reader(browser, server):
    """A reader who has loaded the model."""
    reader = Reader(browser, server)
    assert isinstance(reader.load()[-1], dict)
    return reader


@pytest.fixture
def newcomer(browser, server):
    """A reader who has loaded nothing, at a server that does what it should."""
    server.instead.clear()
    server.asked.clear()
    reader = Reader(browser, server)
    yield reader
    reader.context.close()
    server.instead.clear()


def answers(reader: Reader) -> bool:
    return reader.ask("next", prompt=PROMPT, count=1)["result"]["top"] == [PARIS]


def size(server: Server) -> int:
    return json.loads((server.folder / MANIFEST[1:]).read_text())["bytes"]


def test_nothing_is_fetched_before_the_model_is_asked_for_and_then_each_chunk_once(newcomer):
    server = newcomer.server
    assert newcomer.run("return [model.state, await model.cached()]") == ["absent", False]
    assert server.asked == ["/", "/live/client.mjs", "/live/weights.mjs"]
    assert newcomer.ask("next", prompt=PROMPT)["error"][0] == "LiveError"
    assert len(server.asked) == 3, "a call before the load fetched something"
    seen = newcomer.load()
    assert newcomer.run("return [model.state, await model.cached()]") == ["ready", True]
    assert [path for path in server.asked if "/weights/" in path] == [MANIFEST, *CHUNKS]
    assert all(url.startswith(server.url) for url in newcomer.requests)
    done = [each["done"] for each in seen]
    assert done == sorted(done) and len(done) > 100
    assert {each["total"] for each in seen} == {size(server)}
    assert seen[-1]["done"] == seen[-1]["fetched"] == size(server)
    assert answers(newcomer)


def test_two_widgets_share_one_load(newcomer):
    both = "const loads = [model.load(), model.load()]; const { state } = model; await Promise.all(loads); return state;"
    assert newcomer.run(both) == "loading"
    assert newcomer.run("await model.load(); return model.state") == "ready"
    assert newcomer.server.asked.count(CHUNKS[0]) == 1


def test_a_load_goes_on_while_one_of_two_waits_and_begins_anew_when_none_does(newcomer):
    script = """
      const controllers = [new AbortController(), new AbortController()];
      const onProgress = ({ done }) => { if (done > a[0]) controllers[0].abort(); };
      const [first, second] = controllers.map(({ signal }) => model.load({ onProgress, signal }).then(() => "loaded", told));
      const names = [(await first)[0], model.state];
      controllers[1].abort();
      names.push((await second)[0], model.state);
      return names;
    """
    states = ["AbortError", "loading", "AbortError", "absent"]
    assert newcomer.run(script, 1.2 * CHUNK) == states
    assert newcomer.load()[-1]["fetched"] <= size(newcomer.server) - CHUNK, (
        "the first chunk was kept"
    )
    assert answers(newcomer)


def test_a_damaged_chunk_is_refused_and_the_good_ones_are_kept(newcomer):
    server = newcomer.server
    good = (server.folder / CHUNKS[2][1:]).read_bytes()
    for damaged in (good[:-1] + bytes([good[-1] ^ 1]), good[:-1], good + b"x"):
        server.instead[CHUNKS[2]] = damaged
        name, message = newcomer.load()
        assert name == "LiveError" and "damaged" in message
        assert newcomer.run("return model.state") == "absent"
    server.instead.clear()
    server.asked.clear()
    assert newcomer.load()[-1]["fetched"] == size(server) - 2 * CHUNK
    assert [path for path in server.asked if path.endswith(".bin")] == CHUNKS[2:]
    assert answers(newcomer)


def test_what_was_kept_serves_without_the_server(newcomer):
    server = newcomer.server
    newcomer.load()
    for path in (MANIFEST, *CHUNKS):
        server.instead[path] = 503
    newcomer.open()
    assert newcomer.run("return await model.cached()")
    seen = newcomer.load()
    assert seen[-1] == {"done": size(server), "total": size(server), "fetched": 0}
    assert answers(newcomer)


def test_what_was_kept_and_has_changed_since_is_fetched_again(newcomer):
    newcomer.load()
    newcomer.run(
        """
        const cache = await caches.open((await caches.keys())[0]);
        const chunk = (await cache.keys()).find(({ url }) => !url.endsWith(".json"));
        await cache.put(chunk.url, new Response("nothing"));
        await cache.put(`${chunk.url}0`, new Response("of an earlier edition"));
        """
    )
    newcomer.open()
    newcomer.load()
    assert sorted(newcomer.server.asked.count(path) for path in CHUNKS) == [1, 1, 1, 1, 2]
    keys = "return (await (await caches.open((await caches.keys())[0])).keys()).length"
    assert newcomer.run(keys) == 6
    assert answers(newcomer)


FAILURES = [
    ("/live/worker.mjs", 404, "did not arrive"),
    ("/live/gguf.mjs", b"nonsense(", "did not arrive"),
    (MANIFEST, 404, "404"),
    (MANIFEST, b"<html>", "not JSON"),
    (CHUNKS[0], 500, "500"),
    ("/live/engine.wasm", b"\0asm", "This browser cannot run the model"),
]


def test_every_failure_says_what_to_do_and_a_later_load_succeeds(newcomer):
    for path, answer, said in FAILURES:
        newcomer.server.instead = {path: answer}
        name, message = newcomer.load()
        assert name == "LiveError" and said in message and message.endswith(".")
        assert newcomer.run("return model.state") == "absent"
    newcomer.server.instead = {}
    newcomer.load()
    assert answers(newcomer)


def test_without_a_connection_the_reader_is_told_to_check_it(newcomer):
    newcomer.run("await import('/live/worker.mjs').catch(() => null)")
    newcomer.context.set_offline(True)
    name, message = newcomer.load()
    assert name == "LiveError" and "Check your connection" in message
    newcomer.context.set_offline(False)
    newcomer.load()
    assert answers(newcomer)


def test_where_the_address_is_not_secure_the_model_is_loaded_each_time(browser, server):
    server.asked.clear()
    reader = Reader(browser, server, INSECURE)
    assert not reader.run("return isSecureContext")
    reader.load()
    assert answers(reader)
    assert not reader.run("return await model.cached()")
    reader.context.close()


def test_where_no_space_is_left_the_model_is_loaded_and_not_kept(newcomer):
    limits = {"origin": newcomer.url, "quotaSize": 2 * CHUNK}
    session = newcomer.context.new_cdp_session(newcomer.page)
    session.send("Storage.overrideQuotaForOrigin", limits)
    newcomer.load()
    assert answers(newcomer)
    assert not newcomer.run("return await model.cached()")


def test_engine_and_loader_are_small(newcomer):
    newcomer.load()
    names = {url.rpartition("/live/")[2] for url in newcomer.requests if "/live/" in url}
    code = [newcomer.server.folder / "live" / name for name in names if "weights/" not in name]
    assert len(code) == 8
    assert sum(path.stat().st_size for path in code) <= 60_000


def test_a_fault_in_the_worker_is_told_and_the_model_can_be_loaded_again(newcomer):
    newcomer.load()
    name, message = newcomer.ask("what is this")["error"]
    assert name == "LiveError" and "Load it again" in message
    assert newcomer.run("return model.state") == "absent"
    newcomer.load()
    assert answers(newcomer)


def test_fast_is_nearly_the_same(newcomer):
    newcomer.load()
    [[token, share]] = newcomer.ask("next", prompt=PROMPT, count=1, fast=True)["result"]["top"]
    assert token == " Paris" and share == pytest.approx(0.7725, abs=1e-2)


def test_calls_at_once_are_answered_in_turn(reader):
    script = """
      const order = [];
      const asked = a.map(([call, options]) => model.ask(call, options).then(result => { order.push(call); return result; }));
      return [await Promise.all(asked), order];
    """
    calls = [
        ("lens", {"prompt": "The cat", "count": 1}),
        ("next", {"prompt": PROMPT, "count": 1}),
        ("costs", {"text": "The cat sat"}),
    ]
    (lens, following, costs), order = reader.run(script, *calls)
    assert order == ["lens", "next", "costs"]
    assert len(lens["layers"]) == 31 and following["top"] == [PARIS] and len(costs["bits"]) == 3


def test_writing_stops_where_it_is_stopped_and_gives_what_is_written(reader):
    script = """
      const controller = new AbortController();
      let count = 0;
      const onPart = () => { if (++count === 3) controller.abort(); };
      return await model.ask("generate", a[0], { onPart, signal: controller.signal });
    """
    result = reader.run(script, {"prompt": "Once upon a time", "limit": 400})
    assert result["ended"] == "stopped" and 3 <= len(result["tokens"]) <= 5
    assert answers(reader)


@pytest.mark.parametrize("call", ["lens", "each_head"])
def test_other_work_stops_with_an_abort_error(reader, call):
    script = """
      const controller = new AbortController();
      const onPart = ({ done }) => { if (done === 2) controller.abort(); };
      const running = model.ask(a[0], a[1], { onPart, signal: controller.signal });
      return await running.then(() => "finished", told);
    """
    assert reader.run(script, call, {"prompt": "The"})[0] == "AbortError"
    assert answers(reader)


def test_what_waits_in_the_queue_or_is_stopped_beforehand_is_never_begun(reader):
    script = """
      const [waiting, early] = [new AbortController(), new AbortController()];
      early.abort();
      const parts = [];
      const onPart = part => parts.push(part);
      const first = model.ask("lens", { prompt: "The" });
      const second = model.ask("lens", { prompt: "The" }, { onPart, signal: waiting.signal }).catch(told);
      const third = model.ask("lens", { prompt: "The" }, { onPart, signal: early.signal }).catch(told);
      const last = model.ask("next", { prompt: "The", count: 1 });
      waiting.abort();
      const names = [(await second)[0], (await third)[0]];
      return [names, (await first).layers.length, (await last).top.length, parts.length];
    """
    assert reader.run(script) == [["AbortError", "AbortError"], 31, 1, 0]
