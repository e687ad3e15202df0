"""Serves folders on 127.0.0.1, without special headers, and notes which files were asked for."""

import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit


class Server:
    """`folders` has a folder for each beginning of an address, the longest beginnings first."""

    def __init__(self, folders: dict[str, Path]) -> None:
        self.folders = folders
        self.asked: set[str] = set()
        server = self

        class Handler(SimpleHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def translate_path(self, path: str) -> str:
                path = urlsplit(path).path
                server.asked.add(path)
                return str(server.file(path))

            def log_message(self, *arguments) -> None:
                """Say nothing: what goes wrong is seen by the page."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def file(self, path: str) -> Path:
        """The file of an address; of one that is nowhere, a file that does not exist."""
        start = self.start(path)
        return self.folders[start] / path.removeprefix(start) if start else Path("/nowhere")

    def start(self, path: str) -> str:
        return next((start for start in self.folders if path.startswith(start)), "")

    def bytes_sent(self, *starts: str) -> int:
        """The size of the files that were asked for below these beginnings, each file once."""
        files = [self.file(path) for path in self.asked if self.start(path) in starts]
        return sum(file.stat().st_size for file in files if file.is_file())

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()
