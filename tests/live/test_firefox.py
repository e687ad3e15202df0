"""The model in Firefox, which nothing drives here: a page asks the model, and tells the server what it says."""

import json
import os
import shutil
import subprocess
import time
from urllib.parse import unquote

import pytest

pytest.importorskip("torch", reason="the answers are compared with PyTorch's")

from served import Server, lay_out

from perspectives import measure
from perspectives.transforms import theme

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
SECONDS = 90
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Live</title></head><body><script type="module" src="/ask.mjs"></script></body></html>"""
ASK = """import { model } from "/live/client.mjs";
let told;
try {
  await model.load();
  const { top } = await model.ask("next", { prompt: "The capital of France is", count: 1 });
  const { text } = await model.ask("generate", { prompt: "Once upon a time", chat: false, limit: 5 });
  told = { top, text };
} catch (error) {
  told = { error: error.message };
}
await fetch(`/told?${encodeURIComponent(JSON.stringify(told))}`);
"""


def test_the_model_answers_in_firefox(tmp_path):
    if not FIREFOX:
        pytest.skip("no Firefox: Debian and Ubuntu have the package firefox-esr")
    server = Server(lay_out(tmp_path))
    (tmp_path / "index.html").write_text(theme.with_policy(PAGE))
    (tmp_path / "ask.mjs").write_text(ASK)
    profile = tmp_path / "profile"
    profile.mkdir()
    command = [FIREFOX, "--headless", "--no-remote", "--profile", str(profile), server.url]
    home = os.environ | {"HOME": str(tmp_path)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=home, **quiet) as firefox:
        try:
            [[token, share]], text = answer(server)
        finally:
            firefox.terminate()
            server.close()
    assert token == " Paris" and share == pytest.approx(0.7725, abs=1e-3)
    assert text == measure.greedy(["Once upon a time"], 5)[0]


def answer(server: Server):
    """What the page tells, once it does."""
    for _ in range(10 * SECONDS):
        for path in server.asked:
            if path.startswith("/told?"):
                told = json.loads(unquote(path.removeprefix("/told?")))
                assert "error" not in told, told
                return told["top"], told["text"]
        time.sleep(0.1)
    raise AssertionError(f"Firefox told nothing in {SECONDS} seconds")
