"""Compare the engine of the live pages with other ways of running the same model.

    python benchmarks/browser/run.py CACHE [ROUNDS]

CACHE is a folder outside the repository: the libraries are installed and the models made there,
once. In each round every engine is measured once, in an order that is shuffled: in a Chromium with
a new profile, which opens a page from this machine, or in a new process of Python. Prints a table
in Markdown.
"""

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import models
from memory import proportional_set_size
from playwright.sync_api import BrowserContext, Playwright, sync_playwright
from report import Result, Results, setting, table
from server import Server

HERE = Path(__file__).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", os.environ.get("CHROMIUM", ""))
NPM_FILES = (".npmrc", "package.json", "package-lock.json")
PROMPT = "Once upon a time, in a small village by the sea, there lived a"  # 16 tokens
COUNT = 30  # tokens to write: the model does not end its text before
# The libraries name other hosts, in case something is missing: then the page shall fail.
ONLY_HERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
NATIVE = "PyTorch, float32, no browser"
ENGINES = {  # name in the table -> adapter in pages/, and what it is to load
    "ours, exact": ("ours", "exact"),
    "ours, fast": ("ours", "fast"),
    "wllama, Q4_1": ("wllama", "Q4_1"),
    "wllama, Q8_0": ("wllama", "Q8_0"),
    "transformers.js, float32": ("transformers", "float32"),
    "transformers.js, 4 bits": ("transformers", "four-bits"),
}


def main() -> None:
    cache = Path(sys.argv[1]).resolve()
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    install_libraries(cache)
    models.make_all(cache / "models")
    with sync_playwright() as playwright:
        results = measure_all(playwright, cache, rounds)
    browser = results["ours, exact"][0]["browser"]
    print(f"\n{setting(HERE / 'package.json', browser, rounds)}\n\n{table(results, NATIVE)}")


def install_libraries(cache: Path) -> None:
    """Install what package-lock.json names into the folder, unless that was done."""
    cache.mkdir(parents=True, exist_ok=True)
    stamp, lock = cache / "installed.json", HERE / "package-lock.json"
    if stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        return
    for name in NPM_FILES:
        shutil.copy(HERE / name, cache)
    command = ["npm", "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"]
    subprocess.run([*command, "--prefix", cache], check=True)
    shutil.copy(lock, stamp)


def measure_all(playwright: Playwright, cache: Path, rounds: int) -> Results:
    """The results of each engine. The order is the same in every run, and another in each round."""
    results: Results = {name: [] for name in [*ENGINES, NATIVE]}
    shuffled = random.Random(1)
    for number in range(rounds):
        for name in shuffled.sample(list(results), len(results)):
            if name == NATIVE:
                result = measure_native()
            else:
                result = measure_page(playwright, cache, *ENGINES[name])
            if result["tokens"] != COUNT:
                sys.exit(f"{name} wrote {result['tokens']} tokens, not {COUNT}. Change the prompt.")
            print(f"{number + 1}/{rounds} {name}: {json.dumps(result)}", file=sys.stderr)
            results[name].append(result)
    return results


def measure_native() -> Result:
    command = [sys.executable, HERE / "native.py", str(time.time()), PROMPT, str(COUNT)]
    run = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(run.stdout)


def measure_page(playwright: Playwright, cache: Path, adapter: str, variant: str) -> Result:
    """What pages/measure.mjs measures, the bytes that it fetched, and the memory of its process."""
    folders = {
        "/live/weights/": cache / "models/chunks",
        "/live/": HERE.parents[1] / "live",
        "/libraries/": cache / "node_modules",
        "/models/": cache / "models",
        "/": HERE / "pages",
    }
    query = {"adapter": adapter, "variant": variant, "prompt": PROMPT, "count": COUNT}
    with closing(Server(folders)) as server, new_browser(playwright) as context:
        page = context.pages[0]
        page.goto(f"{server.url}/index.html?{urlencode(query)}")
        result = page.evaluate("measured")
        result |= {"memory": memory(context), "browser": context.browser.version}
    result["code"] = server.bytes_sent("/live/", "/libraries/")
    result["model"] = server.bytes_sent("/live/weights/", "/models/")
    return result


@contextmanager
def new_browser(playwright: Playwright) -> Iterator[BrowserContext]:
    """A browser that has seen nothing before, and can keep what it fetches."""
    options = {"executable_path": browser_program(), "args": ["--no-sandbox", ONLY_HERE]}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        context = playwright.chromium.launch_persistent_context(profile, **options)
        with closing(context):
            yield context


def browser_program() -> str:
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not program:
        sys.exit("There is no Chromium. Install one, or name the program in CHROMIUM.")
    return program


def memory(context: BrowserContext) -> int:
    """The proportional set size of the page's process in bytes; other renderers stand empty."""
    session = context.browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    return max(
        proportional_set_size(each["id"]) for each in processes if each["type"] == "renderer"
    )


if __name__ == "__main__":
    main()
