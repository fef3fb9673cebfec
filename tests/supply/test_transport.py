"""Tests a server that answers wrongly, slowly or without end: each file has a deadline, and the last good rules stay.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tuf.api.exceptions import DownloadError, DownloadHTTPError, DownloadLengthMismatchError, SlowRetrievalError

from guard.supply.fetching import https
from guard.supply.fetching.https import HttpsFetcher
from guard.supply.release_store import Store
from guard.supply.verifying_new_release import Client
from tests.support.certificates import public_part, self_signed
from tests.support.publishing import UnitOffice

Misbehave = Callable[[BaseHTTPRequestHandler, bytes], None]


class Web(ThreadingHTTPServer):
    """Serves a folder with entity tags; ``misbehave`` answers instead for paths that contain ``about``."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.about = ""
        self.misbehave: Misbehave | None = None
        self.answers: list[tuple[str, int]] = []
        self.paths: list[str] = []
        super().__init__(("127.0.0.1", 0), _Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Web

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.server.paths.append(self.path)
        path = self.server.folder / self.path.lstrip("/")
        content = path.read_bytes() if path.is_file() else None
        if content is not None and self.server.misbehave is not None and self.server.about in self.path:
            self.close_connection = True
            try:
                self.server.misbehave(self, content)
            except OSError:
                return  # the client has closed the connection
            return
        tag = f'"{hash(content)}"'
        status = 404 if content is None else 304 if self.headers.get("If-None-Match") == tag else 200
        self.server.answers.append((path.name, status))
        self.send_response(status)
        self.send_header("ETag", tag)
        body = content if status == 200 else b""
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")


@pytest.fixture
def web(office: UnitOffice) -> Iterator[Web]:
    server = Web(office.served)
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def _short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    real = HttpsFetcher

    def impatient(base: str, memory: Path, context: ssl.SSLContext, proxy: str = "") -> HttpsFetcher:
        return real(base, memory, context, proxy, file_seconds=0.8, gap_seconds=0.5)

    monkeypatch.setattr(https, "HttpsFetcher", impatient)


def endless(handler: BaseHTTPRequestHandler, _content: bytes) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"A" * 65536)


def drip(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    for byte in content:
        handler.wfile.write(bytes([byte]))
        time.sleep(0.05)


def drip_headers(handler: BaseHTTPRequestHandler, _content: bytes) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX-Endless: " + b"a" * 1000:
        handler.wfile.write(bytes([byte]))
        time.sleep(0.05)


def hang(handler: BaseHTTPRequestHandler, _content: bytes) -> None:
    handler.connection.recv(1)


def truncate(handler: BaseHTTPRequestHandler, content: bytes) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content[:len(content) // 2])


def redirect(handler: BaseHTTPRequestHandler, _content: bytes) -> None:
    handler.send_response(302)
    handler.send_header("Location", "http://127.0.0.1:1/login")
    handler.end_headers()


@pytest.mark.parametrize("about", ["timestamp", "bundles"])
@pytest.mark.parametrize(("misbehave", "error"), [
    (endless, DownloadLengthMismatchError), (drip, SlowRetrievalError), (drip_headers, SlowRetrievalError),
    (hang, DownloadError), (truncate, DownloadError), (redirect, DownloadHTTPError),
])
def test_the_last_good_rules_stay_and_the_next_poll_heals(
        office: UnitOffice, web: Web, tmp_path: Path, about: str, misbehave: Misbehave,
        error: type[Exception]) -> None:
    office.release("青松甲号")
    client = office.client(tmp_path / "packs")
    good = client.ask(web.address)
    office.release("白杨乙号")
    web.about, web.misbehave = about, misbehave
    began = time.monotonic()
    with pytest.raises(error):
        client.ask(web.address)
    assert time.monotonic() - began < 5
    assert (tmp_path / "packs" / "slots" / good.slot / "bundle.json").exists()
    web.misbehave = None
    release = client.ask(web.address).release
    assert release is not None
    assert release.number == 2


def test_a_poll_without_news_moves_two_small_answers(office: UnitOffice, web: Web, tmp_path: Path) -> None:
    office.release("青松甲号")
    client = office.client(tmp_path / "packs")
    client.ask(web.address)
    web.answers.clear()
    client.ask(web.address)
    assert web.answers == [("2.root.json", 404), ("timestamp.json", 304)]


def unchanged_with_a_piece_without_end(handler: BaseHTTPRequestHandler, _content: bytes) -> None:
    handler.send_response(304)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"%x\r\n" % (1 << 50))


def test_an_answer_without_news_that_announces_a_piece_of_any_size_is_taken_without_it(
        office: UnitOffice, web: Web, tmp_path: Path) -> None:
    """Older Pythons make room for as much as a piece says it has (CVE-2025-13836)."""
    office.release("青松甲号")
    client = office.client(tmp_path / "packs")
    good = client.ask(web.address)
    web.about, web.misbehave = "timestamp", unchanged_with_a_piece_without_end
    again = client.ask(web.address)
    assert again.slot == good.slot
    assert web.paths[-1].endswith("timestamp.json")


def test_a_server_that_is_not_there_is_an_error(office: UnitOffice, tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(DownloadError):
            office.client(tmp_path / "packs").ask(address)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return self_signed(tmp_path / "server.pem")


def test_only_the_pinned_certificate_is_spoken_to(office: UnitOffice, web: Web, tmp_path: Path,
                                                  certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    web.socket = context.wrap_socket(web.socket, server_side=True)
    office.release("青松甲号")
    address = web.address.replace("http:", "https:")
    with pytest.raises(DownloadError, match="SSLCertVerificationError"):
        office.client(tmp_path / "packs").ask(address)
    pinned = replace(office.trust(), certificates=public_part(certificate))
    release = Client(pinned, Store(tmp_path / "packs")).ask(address).release
    assert release is not None
    assert release.number == 1


def test_a_proxy_is_asked_for_whole_addresses(office: UnitOffice, web: Web, tmp_path: Path) -> None:
    """The server of the test is used as a proxy: it is asked for an address that it would have to fetch elsewhere."""
    trust = office.trust()
    through = replace(trust, settings=replace(trust.settings, proxy=web.address))
    with pytest.raises(DownloadHTTPError):
        Client(through, Store(tmp_path / "packs")).ask("http://rules.example.invalid/mishao")
    assert web.paths[-1].startswith("http://rules.example.invalid/mishao/metadata/")
