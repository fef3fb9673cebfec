"""Tests where new keys are, what happens to dropped ones, and that a refusal leaves no files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path

import pytest

from guard.publish.errors import PublishError
from guard.publish.office import Office, Quorum
from tests.support.publishing import PASSPHRASE

SERVERS = ["https://rules.example.invalid"]


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick"


@pytest.fixture
def opened(tmp_path: Path, stick: Path) -> Office:
    """An office whose sealed keys are on a stick."""
    office = Office.at(tmp_path / "office", (stick,), lambda _: PASSPHRASE)
    office.open(Quorum(), Quorum(), 30, SERVERS)
    return office


def every_key(folder: Path) -> set[Path]:
    return set(folder.rglob("*.key"))


def keyid(office: Office, role: str) -> str:
    (found,) = office.repository.root().signed.roles[role].keyids
    return found


def test_a_new_online_key_is_where_resign_finds_it_without_a_stick(opened: Office) -> None:
    old = keyid(opened, "timestamp")
    done = opened.add_key("online", old[:8])
    assert done.file.parent == opened.folder / "keys"
    assert done.file.exists()
    Office.at(opened.folder, (), lambda _: pytest.fail("somebody was asked for a passphrase")).resign()
    with pytest.raises(PublishError, match="--to"):
        opened.add_key("online", to=opened.folder)


def test_other_keys_beside_those_for_publishing_are_passed_over_and_one_that_was_cut_off_is_not(
        opened: Office, stick: Path) -> None:
    (stick / "exact.key").write_text("ab" * 32 + "\n", "ascii")
    (stick / "server.key").write_text("-----BEGIN PRIVATE KEY-----\n", "ascii")
    opened.add_key("targets")
    cut = next(path for path in every_key(stick) if path.read_bytes().startswith(b"{"))
    cut.write_bytes(cut.read_bytes()[:40])
    with pytest.raises(PublishError, match="不是完整的密钥文件"):
        opened.add_key("targets")


@pytest.mark.parametrize("role", ["root", "targets"])
def test_a_new_sealed_key_is_in_the_publishing_folder_or_where_it_is_wanted(
    opened: Office, stick: Path, tmp_path: Path, role: str,
) -> None:
    before = every_key(stick)
    assert opened.add_key(role).file.parent == opened.folder / "keys"
    assert opened.add_key(role, to=tmp_path / "other").file.parent == tmp_path / "other"
    assert every_key(stick) == before


def test_the_file_of_a_dropped_key_is_named(opened: Office, stick: Path) -> None:
    old = keyid(opened, "targets")
    done = opened.add_key("targets", old[:8])
    assert done.dropped == old
    assert done.dropped_files == [stick / f"targets-{old[:8]}.key"]


def test_each_passphrase_is_asked_for_once(opened: Office, stick: Path) -> None:
    asked: list[str] = []

    def ask(name: str) -> str:
        asked.append(name)
        return PASSPHRASE

    Office.at(opened.folder, (stick,), ask).add_key("targets")
    assert len(asked) == len(set(asked)) == 2


@pytest.mark.parametrize(("role", "threshold", "why"), [
    ("root", 3, "签名数比密钥数还多"), ("targets", 2, "只找到 1 把"), ("root", 2, "写不下"),
])
def test_a_key_that_was_refused_is_nowhere(opened: Office, stick: Path, tmp_path: Path, role: str, threshold: int,
                                           why: str) -> None:
    """The list of rules cannot be signed without its old key; a file is in the place of the new key's folder."""
    if role == "targets":
        (stick / f"targets-{keyid(opened, 'targets')[:8]}.key").unlink()
    (tmp_path / "no-folder").write_text("", "utf-8")
    before, version = every_key(tmp_path), opened.repository.root().signed.version
    with pytest.raises(PublishError, match=why):
        opened.add_key(role, threshold=threshold, to=tmp_path / "no-folder" if why == "写不下" else None)
    assert every_key(tmp_path) == before
    assert opened.repository.root().signed.version == version


def test_a_root_that_cannot_be_written_takes_its_new_key_with_it(opened: Office, tmp_path: Path) -> None:
    (opened.folder / "repository" / "metadata" / ".2.root.json.new").mkdir()
    before = every_key(tmp_path)
    with pytest.raises(PublishError, match="写不下"):
        opened.add_key("root")
    assert every_key(tmp_path) == before


def test_an_office_that_was_not_opened_has_no_keys_and_can_be_opened_again(tmp_path: Path) -> None:
    given: Iterator[str] = chain([PASSPHRASE, "短"], repeat(PASSPHRASE))
    office = Office.at(tmp_path / "office", (tmp_path / "stick",), lambda _: next(given))
    with pytest.raises(PublishError, match="口令太短"):
        office.open(Quorum(2, 1), Quorum(), 30, SERVERS)
    assert every_key(tmp_path) == set()
    office.open(Quorum(2, 1), Quorum(), 30, SERVERS)
    assert len(every_key(tmp_path)) == 4
