"""Tests the manual pages and completions of a package with the programs that read them."""

from __future__ import annotations

import gzip
import os
import pty
import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from typer.main import get_command

from guard.util.version import VERSION
from tests.support.program import ROOT
from ui.console.commands import app

pytestmark = pytest.mark.skipif(os.name == "nt", reason="files of Linux packages")

BASH = "usr/share/bash-completion/completions/mishao"
FISH = "usr/share/fish/vendor_completions.d/mishao.fish"
ZSH = "usr/share/zsh/vendor-completions"
PAGES = {"usr/share/man/man1/mishao.1.gz": "COMMANDS", "usr/share/man/zh_CN/man1/mishao.1.gz": "命令"}


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tree")
    subprocess.run([sys.executable, str(ROOT / "packaging" / "command_line.py"), str(folder)], check=True, timeout=60,
                   env={**os.environ, "SOURCE_DATE_EPOCH": "1764400000"})
    return folder


def leaves(command: Any, path: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the commands that do something, by the words that lead to them."""
    if not hasattr(command, "commands"):
        return {" ".join(path): command}
    return {name: leaf for word, one in command.commands.items() for name, leaf in leaves(one, (*path, word)).items()}


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest, laid: Path, tmp_path: Path) -> Path:
    path = tmp_path / "mishao.1"
    path.write_bytes(gzip.decompress((laid / request.param).read_bytes()))
    return path


def test_a_page_is_free_of_what_mandoc_warns_of(page: Path) -> None:
    done = subprocess.run(["mandoc", "-Tlint", "-W", "warning", str(page)], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "")


def test_a_page_is_shown_by_man_without_a_warning(page: Path) -> None:
    done = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", str(page)], capture_output=True, timeout=60,
                          env={**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "80"})
    assert (done.returncode, done.stderr.decode()) == (0, "")
    assert f"mishao {VERSION}" in done.stdout.decode()


def test_each_page_has_every_command_with_each_of_its_options(laid: Path) -> None:
    for name, section in PAGES.items():
        words = gzip.decompress((laid / name).read_bytes()).decode().replace("\\-", "-").replace("\\:", "")
        told = {part.split("\n", 1)[0]: part for part in words.split("\n.SS mishao ")[1:]}
        assert f"\n.SH {section}\n" in words
        for path, command in leaves(get_command(app)).items():
            (part,) = [part for title, part in told.items() if re.match(rf"{path}( [A-Z\[]|$)", title)]
            own = {option for one in command.params if one.param_type_name == "option" for option in one.opts}
            assert {option for option in own if rf"\fB{option}\fR" not in part} <= {"--home", "--config"}, path


def test_the_files_are_the_same_on_the_same_day(laid: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(ROOT / "packaging" / "command_line.py"), str(tmp_path)], check=True, timeout=60,
                   env={**os.environ, "SOURCE_DATE_EPOCH": "1764400000"})
    files = sorted(path.relative_to(laid) for path in laid.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert [name for name in files if (laid / name).read_bytes() != (tmp_path / name).read_bytes()] == []


def typed(shell: Sequence[str], prepare: str, keys: str, folder: Path, **more: str) -> tuple[list[str], str]:
    """Type into an interactive shell; return the words of the line after the last Tab, and all that was shown."""
    out = folder / "words"
    # Ctrl+A and Ctrl+E: begin and end of the line. It is not run, but becomes the arguments of printf.
    lines = f"{prepare}\n{keys}\x01printf '%s\\n' \x05 >{out}\nexit\n"
    ours, theirs = pty.openpty()
    shown = bytearray()

    def read() -> None:
        with suppress(OSError):  # EIO: nobody has the other end any more
            while more_bytes := os.read(ours, 4096):
                shown.extend(more_bytes)

    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "dumb", "LC_ALL": "C.UTF-8", **more}
    process = subprocess.Popen(shell, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env=environment,
                               start_new_session=True)
    os.close(theirs)
    reader = Thread(target=read)
    reader.start()
    os.write(ours, lines.encode())
    process.wait(60)
    reader.join(60)
    os.close(ours)
    return out.read_text("utf-8").split("\n")[:-1], shown.decode("utf-8", "replace")


COMPLETED = [
    ("mishao vaul\t", ["mishao", "vault"]),
    ("mishao --home somewhere vault dest\t", ["mishao", "--home", "somewhere", "vault", "destroy"]),
    ("mishao check --cross\t", ["mishao", "check", "--cross-file-systems"]),
    ("mishao check --html a.ht\t", ["mishao", "check", "--html", "a.html"]),
    ("mishao check a.h\t", ["mishao", "check", "a.html"]),
    ("mishao journal export --format cs\t", ["mishao", "journal", "export", "--format", "csv"]),
    ("mishao publish add-key somewhere onl\t", ["mishao", "publish", "add-key", "somewhere", "online"]),
    ("mishao publish promote --perc\t", ["mishao", "publish", "promote", "--percent"]),
]


@pytest.mark.parametrize(("keys", "words"), COMPLETED)
def test_bash_completes_commands_options_choices_and_files(
        laid: Path, tmp_path: Path, keys: str, words: list[str]) -> None:
    (tmp_path / "a.html").touch()
    shell = ["bash", "--norc", "--noprofile", "-i"]
    assert typed(shell, f"source {laid / BASH}", keys, tmp_path)[0] == words


@pytest.mark.parametrize(("keys", "words"), COMPLETED)
def test_zsh_completes_commands_options_choices_and_files(
        laid: Path, tmp_path: Path, keys: str, words: list[str]) -> None:
    (tmp_path / "a.html").touch()
    assert typed(["zsh", "-f", "-i"], zsh_of(laid), keys, tmp_path)[0] == words


def zsh_of(laid: Path) -> str:
    """Return what a zsh of a distribution does when it starts."""
    return f"fpath=({laid / ZSH} $fpath); autoload -Uz compinit; compinit -u -D"


@pytest.mark.parametrize(("locale", "words"), [
    ("C.UTF-8", "按单位规定放行或取回一项"), ("en_US.UTF-8", "release one item or take it back")])
def test_zsh_describes_in_the_language_of_the_locale(laid: Path, tmp_path: Path, locale: str, words: str) -> None:
    _, shown = typed(["zsh", "-f", "-i"], f"{zsh_of(laid)}; LANG=C.UTF-8", "mishao vault re\t", tmp_path, LC_ALL="",
                     LC_MESSAGES=locale, LC_CTYPE="C.UTF-8")
    assert words in shown


@pytest.mark.parametrize(("line", "words"), [(keys.rstrip("\t"), words) for keys, words in COMPLETED])
def test_fish_completes_commands_options_choices_and_files(
        laid: Path, tmp_path: Path, line: str, words: list[str]) -> None:
    (tmp_path / "a.html").touch()
    assert [one.split("\t")[0] for one in fish(laid, tmp_path, line)] == [words[-1]]


@pytest.mark.parametrize(("locale", "words"), [
    ("C.UTF-8", "按单位规定放行或取回一项"), ("en_US.UTF-8", "release one item or take it back, as the unit allows")])
def test_fish_describes_in_the_language_of_the_locale(laid: Path, tmp_path: Path, locale: str, words: str) -> None:
    assert f"release\t{words}" in fish(laid, tmp_path, "mishao vault re", LC_ALL="", LC_MESSAGES=locale)


def fish(laid: Path, folder: Path, line: str, **more: str) -> list[str]:
    """Return the completions that fish has for a line, each with its description."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8", "LC_CTYPE": "C.UTF-8", **more}
    done = subprocess.run(["fish", "--no-config", "-c", f"source {laid / FISH}; complete -C '{line}'"], cwd=folder,
                          capture_output=True, encoding="utf-8", env=environment, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()
