"""The live modules and the weights as the site has them, on a local server that can be made to fail."""

import http.server
import shutil
import threading
from pathlib import Path

from perspectives.transforms import live, theme
from perspectives.written import files

LIVE = files.ROOT / "live"
INSECURE = "insecure.test"  # browsers trust an address without encryption only if it is 127.0.0.1
FLAGS = ["--no-sandbox", f"--host-resolver-rules=MAP {INSECURE} 127.0.0.1"]
PAGE = '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Live</title><link rel="icon" href="data:,"></head></html>'


def lay_out(folder: Path) -> Path:
    """Put a page, the modules and the weights into `folder`, as the site has them; and a page that
    has no policy, for tests that compile the engine in the page and not in the worker.
    """
    (folder / "live").mkdir()
    for path in [*LIVE.glob("*.mjs"), LIVE / "engine.wasm"]:
        shutil.copy(path, folder / "live")
    live.write_weights(folder / "live/weights")
    (folder / "index.html").write_text(theme.with_policy(PAGE))
    (folder / "free.html").write_text(PAGE)
    return folder


class Server:
    """Serves a folder. `asked` are the paths that were asked for, and `instead` answers some of
    them otherwise: with other bytes, or with a status.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []
        self.instead: dict[str, bytes | int] = {}
        server = self

        class Handler(http.server.SimpleHTTPRequestHandler):
            def __init__(self, *arguments) -> None:
                super().__init__(*arguments, directory=str(folder))

            def do_GET(self) -> None:
                server.asked.append(self.path)
                answer = server.instead.get(self.path)
                if answer is None:
                    super().do_GET()
                elif isinstance(answer, int):
                    self.send_error(answer)
                else:
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(answer)))
                    self.end_headers()
                    self.wfile.write(answer)

            def log_message(self, *arguments) -> None:
                """Say nothing: what goes wrong is seen by the browser."""

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()


class Reader:
    """A reader's browser, with one page of the site open."""

    def __init__(self, browser, server: Server, host="127.0.0.1", page="") -> None:
        self.context = browser.new_context()
        self.url = f"{server.url.replace('127.0.0.1', host)}/{page}"
        self.requests: list[str] = []
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.server = server
        self.open()

    def open(self) -> None:
        """Open the page, or close it and open it again."""
        for page in self.context.pages:
            page.close()
        self.page = self.context.new_page()
        self.page.goto(self.url)

    def run(self, script: str, *arguments):
        """What a script returns, in which `model` is the model, `a` the arguments, and `told(error)`
        the name and the message of an error.
        """
        head = 'const { model, LiveError } = await import("/live/client.mjs"); const told = error => [error.name, error.message];'
        return self.page.evaluate(f"async a => {{ {head} {script} }}", list(arguments))

    def load(self, **options):
        """All progress that a load reported; of a load that failed, the name and message."""
        return self.run(LOAD, options)

    def ask(self, call: str, **options) -> dict:
        """`result` and `parts` of a call, or `error`, the name and message."""
        return self.run(ASK, call, options)


LOAD = """
  const seen = [];
  return await model.load({ ...a[0], onProgress: each => seen.push(each) }).then(() => seen, told);
"""
ASK = """
  const parts = [];
  try {
    const result = await model.ask(a[0], a[1], { onPart: part => parts.push(part) });
    if (result.weights) result.weights = Array.from(result.weights);
    return { result, parts };
  } catch (error) {
    return { error: told(error) };
  }
"""
