"""Tests pages that take files by the libraries that real sites use, Dropzone and Uppy, by drop and by chooser."""

from __future__ import annotations

import hashlib
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest, wait_for
from tests.support.page_browsers import PagedChromium
from tests.support.page_server import PageServer
from tests.support.pasting_pages import refused

pytestmark = pytest.mark.thorough

CHAT, OFFICE = "kimi.com", "oa.example.gov.cn"
DROPZONE = Path("/usr/share/nodejs/dropzone/dist/dropzone.js")
"""Of Debian's libjs-dropzone."""

UPPY = "uppy@4.18.3"
UPPY_SHA256 = "cd867bb843614eb4308023bb5839e5ca017dc3a5b7da71c3856ac8eda3aca095"


@dataclass(frozen=True)
class Library:
    """How a page uses a library: its element for drops, its input, and the class of what is shown during a drag."""

    name: str
    start: str
    zone: str
    chooser: str
    dragging: str


LIBRARIES = (
    Library("dropzone.js", "Dropzone.autoDiscover = false; new Dropzone('#here', {url: '/'})",
            "#here", ".dz-hidden-input", ".dz-drag-hover"),
    Library("uppy.min.js", "new Uppy.Uppy({autoProceed: true}).use(Uppy.Dashboard, {target: '#here', inline: true})"
            ".use(Uppy.XHRUpload, {endpoint: '/'})",
            ".uppy-Dashboard-AddFiles", ".uppy-Dashboard-input", ".uppy-Dashboard--isDraggingOver"),
)


@pytest.fixture(scope="module")
def libraries(server: PageServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, bytes]]:
    """Those that this computer has, or can fetch, at the server."""
    if DROPZONE.exists():
        server.libraries["dropzone.js"] = DROPZONE.read_bytes()
    folder = tmp_path_factory.mktemp("uppy")
    try:
        packed = subprocess.run(["npm", "pack", UPPY], cwd=folder, check=True, timeout=60, capture_output=True,
                                text=True)
    except (OSError, subprocess.SubprocessError):
        pass
    else:
        with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
            member = archive.extractfile("package/dist/uppy.min.js")
            assert member is not None
            server.libraries["uppy.min.js"] = member.read()
        assert hashlib.sha256(server.libraries["uppy.min.js"]).hexdigest() == UPPY_SHA256
    yield server.libraries
    server.libraries.clear()


@pytest.fixture(params=LIBRARIES, ids=lambda library: library.name)
def library(request: pytest.FixtureRequest, libraries: dict[str, bytes]) -> Library:
    found: Library = request.param
    if found.name not in libraries:
        pytest.skip(f"{found.name}: neither here nor to be fetched")
    return found


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A held file and two clean ones."""
    made = tmp_path / "held.txt", tmp_path / "clean.txt", tmp_path / "fine.txt"
    for file, words in zip(made, (DRAFT, CLEAN, f"{CLEAN}二"), strict=True):
        file.write_text(words, "utf-8")
    return made


def opened(browser: PagedChromium, server: PageServer, host: str, library: Library, page: str = "uploads") -> None:
    """Open a page of a site that takes files by a library."""
    browser.open(server.address(host, page))
    browser.run("document.body.innerHTML = '<div id=here style=\"height: 400px\"></div>';"
                "document.body.append(Object.assign(document.createElement('script'),"
                f"{{src: '/{library.name}', onload: () => {{{library.start}; window.started = true}}}})); 0")
    browser.wait(f"window.started && document.querySelector('{library.zone}')"
                 f"&& document.querySelector('{library.chooser}')")


def names(server: PageServer) -> list[str]:
    """Return the names of the files that have arrived."""
    return sorted(one["text"].partition('filename="')[2].partition('"')[0] for one in server.of_kind("form"))


def test_a_library_gets_the_clean_file_that_is_dropped_and_no_other(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer, library: Library,
        files: tuple[Path, Path, Path]) -> None:
    held, clean, fine = files
    opened(chromium, server, CHAT, library)
    chromium.drop(library.zone, files=(held,))
    assert str(refused(watching).title) == held.name
    chromium.wait(f"!document.querySelector('{library.dragging}')")
    chromium.drop(library.zone, files=(clean, fine))
    wait_for(lambda: names(server) == [clean.name, fine.name], "the clean files")
    assert CLEAN in server.words()


def test_a_library_gets_the_clean_file_that_is_chosen_and_no_other(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer, library: Library,
        files: tuple[Path, Path, Path]) -> None:
    held, clean, fine = files
    opened(chromium, server, CHAT, library)
    chromium.choose(f"document.querySelector('{library.chooser}')", held)
    assert str(refused(watching).title) == held.name
    chromium.choose(f"document.querySelector('{library.chooser}')", clean, fine)
    wait_for(lambda: names(server) == [clean.name, fine.name], "the clean files")


def test_a_library_of_an_office_page_gets_whatever_is_dropped_and_chosen(
        chromium: PagedChromium, server: PageServer, library: Library, files: tuple[Path, Path, Path]) -> None:
    held, clean, fine = files
    opened(chromium, server, OFFICE, library)
    chromium.choose(f"document.querySelector('{library.chooser}')", held, clean)
    wait_for(lambda: names(server) == [clean.name, held.name], "what was chosen")
    opened(chromium, server, OFFICE, library, "uploads?again")
    chromium.drop(library.zone, files=(held, fine))
    wait_for(lambda: names(server) == [clean.name, fine.name, held.name, held.name], "what was dropped")
