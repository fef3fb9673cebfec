"""Tests that no installed file contains a plain mark: an inspection would report the guard itself."""

from __future__ import annotations

import gzip
import io
import lzma
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOL = ROOT / "packaging" / "plain_marks.py"
MARK = "机密" + chr(0x2605) + "5年"


def scan(*paths: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(TOOL), *map(str, paths)], capture_output=True, text=True)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True,
                   capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.thorough
def test_the_wheel_holds_no_plain_mark(wheel: Path) -> None:
    done = scan(wheel)
    assert done.stdout.startswith("no plain mark")
    assert done.returncode == 0


@pytest.mark.thorough
def test_the_modules_of_the_wheel_hold_none_once_compiled(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(tmp_path)], check=True)
    assert len(list(tmp_path.rglob("*.pyc"))) > 300
    assert scan(tmp_path).returncode == 0


def _zipped(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("page.txt", content)
    return buffer.getvalue()


@pytest.mark.parametrize("pack", [bytes, zlib.compress, gzip.compress, lzma.compress, _zipped,
                                  lambda content: b"program" + zlib.compress(b"x" * 99 + zlib.compress(content))],
                         ids=["plain", "zlib", "gzip", "xz", "zip", "a stream in a stream behind a program"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_a_mark_is_found_in_every_encoding_and_packing(tmp_path: Path, encoding: str,
                                                       pack: Callable[[bytes], bytes]) -> None:
    (tmp_path / "file").write_bytes(pack(b"before " * 40 + MARK.encode(encoding) + b" behind" * 40))
    done = scan(tmp_path)
    assert done.returncode == 1
    assert encoding in done.stdout


def test_a_mark_with_blanks_and_one_in_a_name_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("秘 密 \u3000" + chr(0x2605) + "一年", "utf-8")
    assert scan(tmp_path).returncode == 1
    (tmp_path / "a.txt").rename(tmp_path / f"{MARK}.txt")
    (tmp_path / f"{MARK}.txt").write_bytes(b"")
    assert "name of" in scan(tmp_path).stdout


def test_the_packs_still_know_the_marks_they_no_longer_show() -> None:
    packs = "".join(path.read_text("utf-8") for path in (ROOT / "rules" / "packs").glob("*.yaml"))
    assert len(re.findall(r"密(?:\\n)?\\u2605", packs)) > 5
