"""Tests that with any damage to its own files the guard guards, says what is wrong, and deletes nothing."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.brokering import NOTICE
from tests.support.guarding import DRAFT, GuardUnderTest
from tests.support.prepared_processes import started
from ui.demo.display import Display

GARBAGE = b"\xff\xfe\x00 nobody wrote this \x80" * 300


def garbage(path: Path) -> None:
    path.write_bytes(GARBAGE)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def in_halves(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def a_folder(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.mkdir()
    (path / "something of somebody's").write_bytes(GARBAGE)


def a_file(path: Path) -> None:
    path.rename(path.with_name(f"{path.name}-elsewhere"))
    path.write_bytes(GARBAGE)


def for_everybody(path: Path) -> None:
    path.chmod(0o644)


INDEX, OWN, FEEDBACK, CODES = "暂存库的索引", "我的信息的记录", "误报反馈的记录", "授权记录坏了"
JOURNAL, CUT = "原日志已移到", "日志末尾少了"

DAMAGES: dict[str, tuple[Callable[[Path], None], dict[str, str]]] = {
    "garbage": (garbage, {
        "vault/index.db": INDEX, "vault/codes.db": CODES, "journal/journal.jsonl": JOURNAL, "settings/own.numbers": OWN,
        "settings/feedback": FEEDBACK, "settings/mishao.toml": "", "cache/files.sqlite3": "", "guard.lock": "",
        "guard.sock": "", "keys/receipt.key": "", "packs/active.json": "", "packs/floor.json": ""}),
    "emptied by a power cut": (emptied, {
        "vault/index.db": INDEX, "vault/codes.db": "", "journal/journal.jsonl": CUT,
        "settings/own.numbers": OWN, "settings/feedback": FEEDBACK, "settings/mishao.toml": "",
        "cache/files.sqlite3": "", "guard.lock": "", "packs/active.json": "", "settings/language": ""}),
    "cut in half": (in_halves, {
        "vault/index.db": INDEX, "vault/codes.db": CODES, "journal/journal.jsonl": "", "journal/journal.key": "",
        "cache/files.sqlite3": ""}),
    "gone": (Path.unlink, {
        "vault/index.db": INDEX, "vault/codes.db": "", "journal/journal.key": JOURNAL, "journal/journal.start": JOURNAL,
        "cache/files.sqlite3": "", "guard.lock": ""}),
    "folders where files should be": (a_folder, {name: name for name in (
        "vault/index.db", "vault/codes.db", "journal/journal.jsonl", "journal/journal.key", "settings/own.numbers",
        "settings/feedback", "cache/files.sqlite3", "guard.lock", "guard.sock", "keys/receipt.key", "keys/vault.key",
        "packs/active.json")}),
    "files where folders should be": (a_file, {name: name for name in (
        "vault", "journal", "settings", "cache", "packs", "keys")}),
    "no blobs but a file": (a_file, {"vault/blobs": "vault/blobs"}),
    "the key is garbage": (garbage, {"keys/vault.key": "已损坏"}),
    "the key is empty": (emptied, {"keys/vault.key": "已损坏"}),
    "the key is gone": (Path.unlink, {"keys/vault.key": "找不到暂存库的密钥"}),
    "the key is for everybody": (for_everybody, {"keys/vault.key": "chmod 600"}),
}


EVERY_TIME = {"garbage", "folders where files should be", "the key is garbage"}


@pytest.fixture(scope="module")
def used_home(display: Display, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a guard that has held something, and was ended."""
    place = tmp_path_factory.mktemp("used")
    (place / "screens").mkdir()
    guard = GuardUnderTest(display, place / "home", place / "screens", begin=started)
    guard.start()
    guard.copy(DRAFT)
    guard.opened()
    guard.stop()
    for name in ("index.db", "codes.db"):  # the last connection to close writes everything into the file itself
        with closing(sqlite3.connect(guard.home / "vault" / name)) as database:
            database.execute("PRAGMA journal_mode=DELETE").fetchall()
    return guard.home


@pytest.fixture
def used(guard: GuardUnderTest, used_home: Path) -> GuardUnderTest:
    """A guard with a copy of that home."""
    shutil.copytree(used_home, guard.home, ignore=shutil.ignore_patterns("*.sock"))
    return guard


def contents(home: Path, pattern: str) -> set[bytes]:
    """The contents of the files in a folder, without a last record that was never complete."""
    found = [path.read_bytes() for path in home.glob(pattern) if path.is_file()]
    return {content.rpartition(b"\n")[0] or content for content in found if content}


@pytest.mark.parametrize("how", [
    how if how in EVERY_TIME else pytest.param(how, marks=pytest.mark.thorough) for how in DAMAGES])
def test_damaged_files_are_said_and_set_aside_and_the_guard_guards(used: GuardUnderTest, wechat: str, how: str) -> None:
    damage, said = DAMAGES[how]
    for name in said:
        damage(used.home / name)
    kept = ("**/blobs/*", "**/vault.key", "**/journal.jsonl", *(name for name, words in said.items() if words))
    before = {content for pattern in kept for content in contents(used.home, pattern)}
    used.start()
    troubles = "".join(used.status().troubles)
    for words in filter(None, said.values()):
        assert words in troubles
    used.copy(f"{DRAFT}{how}")
    used.opened()
    assert used.paste(wechat) == NOTICE
    assert how in used.paste(), "an editor still gets it"
    after = contents(used.home, "**/*")
    assert [content[:60] for content in before if not any(now.startswith(content) for now in after)] == []
