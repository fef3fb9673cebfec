"""Serves pages to paste and upload into, in place of the sites of the internet and of an office.

It records what reached it.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

_PAGES = Path(__file__).with_name("pages")


class PageServer:
    """Serves tests/support/pages, ``pictures`` (PNG) and ``libraries`` (JavaScript) by name; every other page is empty.

    It keeps every body that is posted, as the JSON that the pages send.
    """

    def __init__(self) -> None:
        self.arrived: list[dict[str, Any]] = []
        self.pictures: dict[str, bytes] = {}
        self.libraries: dict[str, bytes] = {}
        self._lock = threading.Lock()
        record = self._record

        def added() -> Iterator[tuple[dict[str, bytes], str]]:
            yield self.pictures, "image/png"
            yield self.libraries, "text/javascript"

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                name = self.path.partition("?")[0].strip("/")
                for files, kind in added():
                    if name in files:
                        self._answer(files[name], kind)
                        return
                page = _PAGES / (name if name.endswith(".js") else f"{name}.html")
                self._answer(page.read_bytes() if page.exists() else b"",
                             "text/javascript" if name.endswith(".js") else "text/html")

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                body = self.rfile.read(length)
                if len(body) < length:
                    return  # a second click broke it off
                form = self.headers["Content-Type"].startswith("multipart/")
                arrived = {"kind": "form", "text": body.decode("utf-8", "replace")} if form else json.loads(body)
                record({**arrived, "site": self.headers["Host"].partition(":")[0]})
                self._answer(b"")

            def _answer(self, body: bytes, kind: str = "text/html") -> None:
                self.send_response(200)
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _record(self, arrived: dict[str, Any]) -> None:
        with self._lock:
            self.arrived.append(arrived)

    def address(self, host: str, page: str) -> str:
        return f"http://{host}:{self.port}/{page}"

    def words(self) -> str:
        """Return all that arrived, as one text."""
        with self._lock:
            return json.dumps(self.arrived, ensure_ascii=False)

    def of_kind(self, kind: str) -> list[dict[str, Any]]:
        """Return what arrived by one way: paste, drop, chosen, typed."""
        with self._lock:
            return [one for one in self.arrived if one["kind"] == kind]

    def forget(self) -> None:
        with self._lock:
            self.arrived.clear()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def digest(content: bytes) -> str:
    """Return what a page sends in place of the bytes of a file."""
    return hashlib.sha256(content).hexdigest()
