"""Tests a held item released by an authorisation code: the user's commands, the office's commands, a running guard."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.authorisation.request import CodeRequest
from guard.core.events import EventKind
from guard.journal import FILE_NAME, events
from tests.support.guarding import GuardUnderTest, managed_guard
from tests.support.program import Run, lines
from tests.support.publishing import PASSPHRASE, UnitOffice
from ui.demo.display import Display


@pytest.fixture
def signing_folder(mishao: Run, tmp_path: Path) -> Path:
    """The folder of whoever signs codes, with a key."""
    (tmp_path / "passphrase").write_text(PASSPHRASE, "utf-8")
    folder = tmp_path / "signing"
    folder.mkdir()
    made = mishao("authorise", "init", str(folder), "--json", MISHAO_PASSPHRASE_FILE=str(tmp_path / "passphrase"))
    assert made.returncode == 0, made.stderr.decode()
    return folder


@pytest.fixture
def managed(display: Display, tmp_path: Path) -> Iterator[GuardUnderTest]:
    office = UnitOffice.opened(tmp_path / "office")
    office.release("青松甲号")
    machine = office.machine(tmp_path / "machine")
    yield from managed_guard(display, tmp_path, machine)


@pytest.mark.thorough
def test_a_code_replaces_no_file_and_is_not_even_signed(mishao: Run, signing_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "规则包.yaml"
    out.write_text("of the user")
    request = CodeRequest(None, bytes(31) + b"\x09")
    done = mishao("authorise", "sign", str(signing_folder), request.text(), "--out", str(out),
                  MISHAO_PASSPHRASE_FILE=str(tmp_path / "passphrase"))
    assert (done.returncode, out.read_text()) == (1, "of the user")
    assert "已经存在" in done.stderr.decode()
    assert not (signing_folder / "register.jsonl").exists()


def test_an_item_is_released_by_a_code_once_and_the_journal_and_the_register_say_so(
        managed: GuardUnderTest, mishao: Run, signing_folder: Path, tmp_path: Path) -> None:
    home = ("--home", str(managed.home), "--json")
    assert mishao("update", *home).returncode == 0
    managed.copy("请看青松甲号的安排")
    case = managed.opened().case.id
    out = tmp_path / "out.txt"
    assert lines(mishao("vault", "release", case, "--to", str(out), *home))[0]["code"] == "code"

    assert "公钥" in str(lines(mishao("vault", "request", case, *home))[0]["words"])
    # The guard is running while the administrator puts the key there.
    (tmp_path / "machine" / "authorise.pub").write_bytes((signing_folder / "authorise.pub").read_bytes())
    (asked,) = lines(mishao("vault", "request", case, *home))
    signed = mishao("authorise", "sign", str(signing_folder), *str(asked["request"]).split(),
                    "--note", "王某，报送材料", "--out", str(tmp_path / "code.txt"),
                    MISHAO_PASSPHRASE_FILE=str(tmp_path / "passphrase"))
    assert signed.returncode == 0, signed.stderr.decode()
    code = (tmp_path / "code.txt").read_text("ascii").strip()
    assert len(code) == 12
    assert code in signed.stdout.decode()

    cut = lines(mishao("vault", "release", case, "--to", str(out), "--code", code[:-1], *home))
    assert "11" in str(cut[0]["words"])
    given = mishao("vault", "release", case, "--to", str(out), "--code", str(tmp_path / "code.txt"), *home)
    assert given.returncode == 0, given.stderr.decode()
    assert out.read_text("utf-8") == "请看青松甲号的安排"
    again = mishao("vault", "release", case, "--to", str(tmp_path / "again"), "--code", code, *home)
    assert lines(again)[0]["code"] == "spent"

    recorded = [(event.kind, event.reason) for event in events(managed.home / "journal" / FILE_NAME)
                if event.case == case]
    assert (EventKind.RELEASED, "授权码") in recorded
    assert (EventKind.REFUSED, "spent") in recorded
    entry = json.loads((signing_folder / "register.jsonl").read_text("utf-8"))
    assert (entry["nature"], entry["note"], entry["code"]) == ("工作秘密", "王某，报送材料", code)
