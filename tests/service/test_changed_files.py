"""Tests that copied files that change afterwards are judged again by a running guard, and the item follows."""

from __future__ import annotations

from pathlib import Path

from guard.control.requests import CaseChanged, Pause, ReleaseCase, Resume
from guard.core.events import EventKind
from guard.core.model import Release
from guard.ipc.replies import Done, Refused
from guard.journal import FILE_NAME, events
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.ui_samples import ROSTER

SECRET = "关于印发方案的通知\n机密★启用前\n各科室：\n现将方案印发，请认真执行。"


def pasted(guard: GuardUnderTest, program: str = "xclip") -> bytes:
    return guard.paste_bytes(program, "text/uri-list")


def test_files_that_become_stricter_can_no_longer_be_let_go_by_the_answer_of_before(
        watching: GuardUnderTest, wechat: str, tmp_path: Path) -> None:
    file = tmp_path / "名单.txt"
    file.write_text(ROSTER, "utf-8")
    address = f"{file.as_uri()}\r\n".encode()
    before = watching.status().counts.get("held", 0)
    watching.copy(address, "text/uri-list")
    case = watching.opened().case
    assert case.decision.release is not Release.NEVER
    assert pasted(watching, wechat) != address
    file.write_text(SECRET, "utf-8")
    pasted(watching)  # a program that may have them has the files looked at
    watching.pushed(CaseChanged, lambda push: push.case.id == case.id and push.case.release is Release.NEVER)
    refused = watching.ask(ReleaseCase(case.id, reason="王局长，当面同意"))
    assert isinstance(refused, Refused)
    assert refused.code == "never"
    assert pasted(watching, wechat) != address

    def verdicts() -> list[str]:
        return [event.nature for event in events(watching.home / "journal" / FILE_NAME)
                if event.kind is EventKind.JUDGED and event.case == case.id]

    wait_for(lambda: len(set(verdicts())) == 2, "both verdicts in the journal")
    assert watching.status().counts["held"] == before + 1


def test_files_that_change_in_a_pause_are_judged_all_the_same(watching: GuardUnderTest, tmp_path: Path) -> None:
    file = tmp_path / "值班.txt"
    file.write_text("值班安排", "utf-8")
    address = f"{file.as_uri()}\r\n".encode()
    watching.copy(address, "text/uri-list")
    wait_for(lambda: pasted(watching) == address, "the files, judged")
    assert isinstance(watching.ask(Pause(5, "开会投屏")), Done)
    try:
        file.write_text("值班安排，改过", "utf-8")
        wait_for(lambda: pasted(watching) == address, "the files, judged again")
    finally:
        assert isinstance(watching.ask(Resume()), Done)


def test_a_release_ends_with_the_files_that_it_was_for(watching: GuardUnderTest, wechat: str, tmp_path: Path) -> None:
    file = tmp_path / "名单.txt"
    file.write_text(ROSTER, "utf-8")
    address = f"{file.as_uri()}\r\n".encode()
    watching.copy(address, "text/uri-list")
    case = watching.opened().case
    assert pasted(watching, wechat) != address
    assert isinstance(watching.ask(ReleaseCase(case.id, reason="王局长，当面同意")), Done)
    file.write_text(SECRET, "utf-8")
    pasted(watching)
    watching.pushed(CaseChanged, lambda push: push.case.id == case.id and push.case.release is Release.NEVER)
    assert pasted(watching, wechat) != address
    assert [summary.id for summary in watching.held()] == [case.id]
