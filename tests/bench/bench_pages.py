"""Measures the time that the extension adds for a person, on a chat site and an office site of one browser.

It is measured from the key or the choice to the page having it.

usage: python -m tests.bench.bench_pages [PASTES]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from guard.core.model import Origin
from tests.support.guarding import DRAFT, GuardUnderTest
from tests.support.office_files import heavy_document
from tests.support.page_browsers import PagedChromium
from tests.support.page_server import PageServer
from tests.support.processes import resident_megabytes
from ui.demo.display import private_display

CHAT, OFFICE = "kimi.com", "oa.example.gov.cn"
PASTES = 30
UPLOADS = 5
WAIT_SECONDS = 60
DOCUMENT_BYTES = 5_000_000
LARGE_BYTES = 200_000_000
PIECES_BYTES = 8_000_000
"""Of a document that is still sent in pieces."""
WORDS = "晚上七点在食堂门口集合，请带好工作证。"


def main(arguments: list[str]) -> int:
    """Print the medians and the slowest."""
    pastes = int(arguments[0]) if arguments else PASTES
    with private_display("1024x768") as display, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "screens").mkdir()
        guard = GuardUnderTest(display, folder / "home", folder / "screens")
        guard.start()
        server = PageServer()
        browser = PagedChromium(display, folder / "chromium", guard.home)
        try:
            for host in (OFFICE, CHAT):
                _measure(guard, browser, server, host, pastes, folder)
            _measure_large(guard, browser, server, folder)
        finally:
            browser.close()
            server.close()
            guard.stop()
    return 0


def _measure(guard: GuardUnderTest, browser: PagedChromium, server: PageServer, host: str, pastes: int,
             folder: Path) -> None:
    browser.open(server.address(host, "desk"))
    guard.copy(WORDS)
    time.sleep(1)  # the guard has taken the copy over
    browser.focus("area")
    _print(f"{host}: a text", [_until(server, "paste", lambda: browser.edit("paste")) for _ in range(pastes)])
    file = _document(folder)
    _print(f"{host}: a docx of {file.stat().st_size / 1e6:.1f} MB",
           [_until(server, "chosen", lambda: _choose(browser, file)) for _ in range(UPLOADS)])


def _measure_large(guard: GuardUnderTest, browser: PagedChromium, server: PageServer, folder: Path) -> None:
    """Print when a page has a large document, and when its user is told that a chat page may not."""
    file, held = (heavy_document(folder / name, words, LARGE_BYTES) for name, words in (
        ("大.docx", WORDS), ("稿.docx", DRAFT)))
    what = f"a docx of {LARGE_BYTES // 10**6} MB"
    for host in (OFFICE, CHAT):
        browser.open(server.address(host, "desk"))
        _print(f"{host}: {what}", [_until(server, "chosen", lambda: _choose(browser, file))])
    pieces = [heavy_document(folder / f"{number}.docx", WORDS, PIECES_BYTES)
              for number in range(LARGE_BYTES // PIECES_BYTES)]
    _print(f"{CHAT}: {len(pieces)} docx of {PIECES_BYTES // 10**6} MB, sent in pieces",
           [_until(server, "chosen", lambda: _choose(browser, *pieces))])
    guard.begin_anew()
    began = time.perf_counter()
    _choose(browser, held)
    guard.opened(lambda push: push.case.origin is Origin.BROWSER)
    _print(f"{CHAT}: {what}, refused", [(time.perf_counter() - began) * 1000])
    assert guard.process is not None
    print(f"the guard had {resident_megabytes(guard.process.pid)} MB at most")


def _choose(browser: PagedChromium, *files: Path) -> None:
    browser.run("file.value = ''")  # the same choice again is none
    browser.choose("file", *files)


def _until(server: PageServer, kind: str, act: Callable[[], object]) -> float:
    """Return the milliseconds from the act to what the page sends."""
    server.forget()
    began = time.perf_counter()
    act()
    while not server.of_kind(kind):
        assert time.perf_counter() - began < WAIT_SECONDS, f"nothing came by {kind}"
        time.sleep(0.001)
    return (time.perf_counter() - began) * 1000


def _document(folder: Path) -> Path:
    path = folder / "材料.docx"
    return path if path.exists() else heavy_document(path, WORDS, DOCUMENT_BYTES)


def _print(what: str, times: list[float]) -> None:
    print(f"{what}: {statistics.median(times):.0f} ms (median), {max(times):.0f} ms (slowest of {len(times)})")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
