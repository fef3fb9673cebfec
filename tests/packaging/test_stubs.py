"""Tests that OpenCV works without the libraries for films, AVIF and equations that its wheel is linked to."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.support.program import ROOT

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not all(map(shutil.which, ("readelf", "as", "ld"))), reason="needs binutils on Linux")

LIBRARIES = "opencv_python_headless.libs"
REPLACED = ("avcodec", "avformat", "avutil", "swscale", "avif", "openblasp")
BROUGHT = ("swresample", "vpx", "ssl", "crypto", "drm", "aom", "gfortran", "quadmath")
"""Libraries that only the replaced ones need."""

DECODES = re.compile(r"cv2\.(im(read|write|decode|encode|count)|[Vv]ideo)")
"""What would ask the codecs of OpenCV, of which one is a stub."""

SOLVES = re.compile(r"cv2\.(gemm|solve|invert|SV|eigen|determinant|PCA|mulTransposed|fitEllipse|find(Homo|Funda|Essent)"
                    r"|estimate|getPerspective|calib|undistort|(perspectiveT|t)ransform|dnn\.(read|Net))")
"""What may ask OpenBLAS for large matrices."""

BUILD = """
import json, sys
from pathlib import Path
from stubs import linked, stubbed
files, links = json.load(sys.stdin)
packed = stubbed(files, Path(sys.argv[1]))
print(json.dumps([*packed, *linked(links, packed)]))
"""
LISTED = """
import json, sys
from stubs import listed
print(json.dumps([*listed(sys.argv[1:])]))
"""
OWN_BILL = """
import json, sys
from importlib.metadata import distribution
from stubs import is_left_out
from wheel_parts import compiled
found = compiled([distribution("opencv-python-headless")])
print(json.dumps([part["name"] for part in found if not is_left_out(part, sys.argv[1:])]))
"""
PICTURES = """
import sys
sys.path.insert(0, sys.argv[1])
import cv2, numpy
page = numpy.full((60, 80, 3), 255, numpy.uint8)
cv2.rectangle(page, (10, 10), (39, 29), (0, 0, 0), cv2.FILLED)
assert cv2.resize(page, (40, 30), interpolation=cv2.INTER_AREA).shape == (30, 40, 3)
outlines, _ = cv2.findContours(255 - page[:, :, 0], cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
assert [cv2.boundingRect(outline) for outline in outlines] == [(10, 10, 30, 20)]
square = numpy.float32([[0, 0], [30, 0], [0, 20]])
assert numpy.allclose(cv2.getAffineTransform(square, square + 5), [[1, 0, 5], [0, 1, 5]])
assert numpy.allclose(cv2.fitLine(square[:2], cv2.DIST_L2, 0, 0.01, 0.01).ravel()[:2], [1, 0])
assert sorted(cv2.minAreaRect(outlines[0])[1]) == [19, 29]
assert cv2.dnn.blobFromImage(page, 1 / 127.5, None, (127.5,) * 3, swapRB=True).shape == (1, 3, 60, 80)
print("".join(open("/proc/self/maps")))
"""
FILM = "import sys; sys.path.insert(0, sys.argv[1]); import cv2; print('loaded', flush=True); cv2.VideoCapture('a.avi')"


@dataclass(frozen=True)
class Laid:
    """The packed files of OpenCV, before and after."""

    folder: Path
    before: list[list[str]]
    links: list[list[str]]
    after: list[list[str]]

    def names(self) -> set[str]:
        """The files beside OpenCV's module, without ``lib`` and the rest after their name."""
        return {re.split(r"[-.]", path.name)[0].removeprefix("lib") for path in (self.folder / LIBRARIES).iterdir()}


def asked(program: str, *arguments: str, said: str = "") -> list[Any]:
    done = subprocess.run([sys.executable, "-c", program, *arguments], input=said, capture_output=True, text=True,
                          cwd=ROOT / "packaging")
    assert (done.returncode, done.stderr) == (0, "")
    return list(json.loads(done.stdout))


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Laid:
    spec = find_spec("cv2")
    assert spec is not None
    assert spec.origin is not None
    module = Path(spec.origin).parent
    libraries = sorted((module.parent / LIBRARIES).iterdir())
    before = [[f"cv2/{path.name}", str(path), "EXTENSION"] for path in module.glob("*.so")]
    before += [[f"{LIBRARIES}/{path.name}", str(path), "BINARY"] for path in libraries]
    before += [[f"pillow.libs/{path.name}", str(path), "BINARY"] for path in (module.parent / "pillow.libs").iterdir()]
    links = [[path.name, f"{LIBRARIES}/{path.name}", "SYMLINK"] for path in libraries]
    links += [["cv2/LICENSE.txt", str(module / "LICENSE.txt"), "DATA"]]
    folder = tmp_path_factory.mktemp("packed")
    after = asked(BUILD, str(tmp_path_factory.mktemp("built") / "stubs"), said=json.dumps([before, links]))
    shutil.copytree(module, folder / "cv2", ignore=shutil.ignore_patterns("*.so", "__pycache__"))
    for name in (LIBRARIES, "pillow.libs"):
        (folder / name).mkdir()
    for place, source, kind in after:
        if kind == "SYMLINK":
            (folder / place).symlink_to(source)
        else:
            shutil.copy(source, folder / place)
    return Laid(folder, before, links, after)


def test_pictures_are_worked_on_as_before_with_the_stubs_alone(laid: Laid) -> None:
    done = subprocess.run([sys.executable, "-c", PICTURES, str(laid.folder)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    loaded = set(re.findall(rf"(/\S+/{LIBRARIES})/lib(\w+)", done.stdout))
    assert {folder for folder, _ in loaded} == {str(laid.folder / LIBRARIES)}
    assert {name for _, name in loaded} >= set(REPLACED)


def test_what_only_films_and_avif_need_is_gone_and_what_pictures_need_is_as_it_was(laid: Laid) -> None:
    assert laid.names().isdisjoint(BROUGHT)
    assert laid.names() >= {*REPLACED, "png16"}
    changed = [entry[0] for entry in laid.after if entry not in [*laid.before, *laid.links]]
    assert {re.split(r"[-.]", Path(name).name)[0].removeprefix("lib") for name in changed} == set(REPLACED)
    assert sum((laid.folder / name).stat().st_size for name in changed) < 100_000
    links = {path.name for path in laid.folder.iterdir() if path.is_symlink()}
    assert links == {path.name for path in (laid.folder / LIBRARIES).iterdir()}
    assert ["cv2/LICENSE.txt", "DATA"] in [entry[::2] for entry in laid.after]


def test_the_libraries_that_pillow_decodes_with_are_as_they_were(laid: Laid) -> None:
    of_pillow = [entry for entry in laid.before if entry[0].startswith("pillow.libs/libavif")]
    assert of_pillow
    assert [entry for entry in of_pillow if entry not in laid.after] == []


def test_a_film_ends_the_process_at_once(laid: Laid) -> None:
    done = subprocess.run([sys.executable, "-c", FILM, str(laid.folder)], capture_output=True, text=True)
    assert (done.stdout, done.returncode) == ("loaded\n", -signal.SIGSEGV)


@pytest.mark.parametrize("asked", [DECODES, SOLVES], ids=["films and pictures", "large matrices"])
def test_the_program_asks_opencv_for_nothing_that_a_stub_replaces(asked: re.Pattern[str]) -> None:
    sources = [path for name in ("guard", "rules", "ui") for path in (ROOT / name).rglob("*.py")]
    assert [path.name for path in sources if asked.search(path.read_text("utf-8"))] == []


def test_two_builds_of_a_stub_are_alike(laid: Laid, tmp_path: Path) -> None:
    again = asked(BUILD, str(tmp_path / "stubs"), said=json.dumps([laid.before, laid.links]))
    changed = [pair for pair in zip(laid.after, again, strict=True) if pair[0] != pair[1]]
    assert len(changed) == len(REPLACED)
    assert all(Path(one[1]).read_bytes() == Path(other[1]).read_bytes() for one, other in changed)


def test_the_bill_of_materials_lists_stubs_as_the_programs_own(laid: Laid) -> None:
    parts = asked(LISTED, *(source for _, source, kind in laid.after if kind != "SYMLINK"))
    assert len(parts) == len(REPLACED)
    assert all(part["licenses"] == [{"license": {"id": "Apache-2.0"}}] for part in parts)
    assert asked(LISTED, *(source for _, source, _ in laid.before)) == []


def test_the_bill_of_materials_lists_nothing_that_the_wheel_brings_for_what_is_replaced(laid: Laid) -> None:
    whole = asked(OWN_BILL, *(source for _, source, _ in laid.before))
    of_qt = "PySide6/Qt/plugins/wayland-graphics-integration-client/libdrm-egl-server.so"
    without = asked(OWN_BILL, of_qt, *(source for _, source, kind in laid.after if kind != "SYMLINK"))
    assert set(whole) == {"openssl-libs", "libdrm", "openblas-threads", "libgfortran", "libquadmath"}
    assert without == []


def test_a_package_without_these_libraries_stays_as_it_is(tmp_path: Path) -> None:
    files = [["cv2/cv2.pyd", "C:/cv2/cv2.pyd", "EXTENSION"], ["cv2.libs/libpng.so", "/cv2.libs/libpng.so", "BINARY"]]
    links = [["libpng.so", "cv2.libs/libpng.so", "SYMLINK"]]
    assert asked(BUILD, str(tmp_path / "stubs"), said=json.dumps([files, links])) == [*files, *links]
