"""Tests the guard as a whole: real processes, real clipboard, real OCR, real vault."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from guard.control.offered_requests import GiveReceipt, Offered, ReceiptGiven, SelfCheck, SelfChecked
from guard.control.requests import CaseContent, Pause, ReleaseCase, Resume, ShowCase, State
from guard.core.model import Kind, Origin, Outcome, Storage
from guard.folders import placeholder_for
from guard.ipc.replies import Done, Refused
from guard.util import exit_codes
from tests.support.brokering import NOTICE
from tests.support.disk_fixtures import fill
from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest, wait_for
from tests.support.processes import child
from tests.support.program import ROOT
from ui.demo.material import marked_screenshot

SECRET = "机密★5年\n某某县委办公室文件\n某办发〔2026〕12号"


def test_a_marked_copy_is_held_and_each_program_gets_what_it_may_have(watching: GuardUnderTest, wechat: str) -> None:
    watching.copy(SECRET)
    opened = watching.opened()
    assert opened.case.decision.outcome is Outcome.BLOCK
    assert opened.case.decision.rule == "BC-01"
    assert not opened.notify, "copying alone opens no window"
    assert watching.paste(wechat) == NOTICE
    asked = watching.opened(lambda push: push.notify)
    assert asked.case.destination is not None
    assert asked.case.destination.program == "wechat"
    assert watching.paste() == NOTICE, "a program nobody listed gets no state secret"


def test_of_several_files_the_one_that_is_held_gives_the_item_its_name(
        watching: GuardUnderTest, tmp_path: Path) -> None:
    files = [tmp_path / "食堂菜单.txt", tmp_path / "工作方案.txt", tmp_path / "值班表.txt"]
    for path in files:
        path.write_text(SECRET if path.name == "工作方案.txt" else CLEAN)
    watching.copy("".join(f"{path.as_uri()}\r\n" for path in files), "text/uri-list")
    assert watching.opened().case.title == "工作方案.txt"


def test_a_draft_goes_to_an_unknown_program_but_not_to_chat(watching: GuardUnderTest, wechat: str) -> None:
    watching.copy(DRAFT)
    assert watching.opened().case.decision.outcome is Outcome.WARN
    assert watching.paste() == DRAFT
    assert watching.paste(wechat) == NOTICE


def test_clean_text_passes_everywhere_and_opens_nothing(watching: GuardUnderTest, wechat: str) -> None:
    watching.copy(CLEAN)
    assert watching.paste(wechat) == CLEAN
    assert watching.held() == ()


def test_a_marked_screenshot_is_held_and_comes_back_as_it_was(watching: GuardUnderTest) -> None:
    picture = watching.screens / "截图 1.png"
    marked_screenshot(picture)
    opened = watching.opened(lambda push: push.case.origin is Origin.FOLDER)
    assert opened.notify
    assert opened.case.kind is Kind.PICTURE
    assert opened.case.matches()[0].boxes
    assert not picture.exists()
    note = placeholder_for(picture).read_text("utf-8")
    assert opened.case.id in note
    assert "机密" not in note
    shown = watching.ask(ShowCase(opened.case.id, pixels=10_000))
    assert isinstance(shown, CaseContent)
    (raster,) = shown.pictures
    assert raster is not None
    assert raster.sound(10_000)
    assert raster.own_width > raster.width
    shown = watching.ask(ShowCase(opened.case.id))
    assert isinstance(shown, CaseContent)
    assert not shown.pictures, "nobody asked for pixels"


def test_a_clean_screenshot_stays_where_it_is(watching: GuardUnderTest) -> None:
    before = watching.judged()
    picture = watching.screens / "clean.png"
    Image.new("RGB", (300, 200), "white").save(picture)
    wait_for(lambda: watching.judged() > before, "the judged screenshot")
    assert picture.exists()
    assert watching.held() == ()


def test_a_picture_on_the_clipboard_is_read_and_held(watching: GuardUnderTest, wechat: str, tmp_path: Path) -> None:
    picture = tmp_path / "copied.png"
    marked_screenshot(picture)
    watching.copy(picture.read_bytes(), "image/png")
    case = watching.opened().case
    assert case.kind is Kind.PICTURE
    assert case.decision.outcome is Outcome.BLOCK
    assert watching.paste(wechat, "image/png") == ""
    assert watching.paste(wechat) == NOTICE


def test_a_copied_file_is_judged_by_what_is_in_it(watching: GuardUnderTest, wechat: str, tmp_path: Path) -> None:
    document = tmp_path / "通知.txt"
    document.write_text(SECRET, "utf-8")
    watching.copy(f"{document.as_uri()}\r\n", "text/uri-list")
    case = watching.opened().case
    assert case.decision.rule == "BC-01"
    assert watching.paste(wechat, "text/uri-list") == ""


def test_a_copied_file_that_changed_since_it_was_judged_is_judged_again(
        watching: GuardUnderTest, wechat: str, tmp_path: Path) -> None:
    document = tmp_path / "通知.txt"
    document.write_text("今天的值班表", "utf-8")
    listing = f"{document.as_uri()}\r\n"
    before = watching.judged()
    watching.copy(listing, "text/uri-list")
    wait_for(lambda: watching.judged() > before, "the judged file")
    wait_for(lambda: watching.paste(wechat, "text/uri-list").strip() == listing.strip(), "the clean file")
    document.write_text(SECRET, "utf-8")
    assert watching.paste(wechat, "text/uri-list") == ""
    assert watching.opened().case.decision.rule == "BC-01"
    assert watching.paste(wechat, "text/uri-list") == ""


def test_a_second_guard_refuses_to_start_and_names_the_first(watching: GuardUnderTest) -> None:
    assert watching.process is not None
    second = subprocess.run([sys.executable, str(ROOT / "main.py"), "--home", str(watching.home), "--guard"],
                            capture_output=True, env=watching.display.environment, timeout=60)
    assert second.returncode == exit_codes.ALREADY_RUNNING
    assert str(watching.process.pid) in second.stderr.decode()
    assert watching.state() is State.WATCHING


def test_a_killed_broker_is_started_again_and_guards(watching: GuardUnderTest, wechat: str) -> None:
    assert watching.process is not None
    broker = child(watching.process.pid, "--broker")
    os.kill(broker, signal.SIGKILL)
    wait_for(lambda: child(watching.process.pid, "--broker") not in (0, broker), "a new broker")  # type: ignore[union-attr]
    wait_for(lambda: watching.state() is State.WATCHING, "a guard that watches again")
    watching.copy(DRAFT)
    watching.opened()
    assert watching.paste(wechat) == NOTICE


def test_a_self_check_of_the_notice_answers_for_what_is_held(guard: GuardUnderTest) -> None:
    guard.start()
    unknown = guard.ask(SelfCheck(Offered(NOTICE)))
    assert isinstance(unknown, SelfChecked)
    assert unknown.outcome is Outcome.UNREADABLE, "whoever pastes the notice means what is behind it"
    guard.copy(SECRET)
    guard.opened()
    held = guard.ask(SelfCheck(Offered(NOTICE)))
    assert isinstance(held, SelfChecked)
    assert (held.outcome, held.rule) == (Outcome.BLOCK, "BC-01")
    assert [match.text for item in held.items if item.verdict for match in item.verdict.matches]
    assert isinstance(guard.ask(GiveReceipt(held.check)), ReceiptGiven)


def test_a_pause_needs_a_reason_and_ends(watching: GuardUnderTest, wechat: str) -> None:
    assert isinstance(watching.ask(Pause(5, "")), Refused)
    for minutes, words in ((9999, "最多暂停"), (0, "至少暂停 1 分钟"), (-1, "至少暂停 1 分钟")):
        refused = watching.ask(Pause(minutes, "演示"))
        assert isinstance(refused, Refused)
        assert words in refused.words
    assert isinstance(watching.ask(Pause(5, "演示")), Done)
    assert watching.state() is State.PAUSED
    watching.copy(DRAFT)
    assert watching.paste(wechat) == DRAFT
    assert isinstance(watching.ask(Resume()), Done)
    assert watching.state() is State.WATCHING
    watching.opened()  # what is on the clipboard by then is judged at once
    assert watching.paste(wechat) == NOTICE


@pytest.mark.thorough
def test_a_vault_that_cannot_be_written_still_holds_and_says_so(guard: GuardUnderTest, wechat: str) -> None:
    guard.home.mkdir()
    (guard.home / "vault").symlink_to(guard.home / "a disk that is not there")
    guard.start()
    assert guard.state() is State.TROUBLE
    assert guard.status().troubles
    guard.copy(DRAFT)
    guard.opened()
    assert guard.paste(wechat) == NOTICE
    picture = guard.screens / "marked.png"
    marked_screenshot(picture)
    guard.opened(lambda push: push.case.origin is Origin.FOLDER)
    assert picture.exists(), "a file whose copy is not on disk stays where it is"
    (guard.home / "a disk that is not there").mkdir()
    wait_for(lambda: guard.status().keeping == "", "the vault to be opened")


def test_a_second_guard_on_the_same_display_refuses_whatever_its_home(watching: GuardUnderTest, tmp_path: Path) -> None:
    second = subprocess.run([sys.executable, str(ROOT / "main.py"), "--home", str(tmp_path / "other"), "--guard"],
                            capture_output=True, env=watching.display.environment, timeout=60)
    assert second.returncode == exit_codes.ALREADY_RUNNING


@pytest.mark.thorough
def test_a_full_vault_keeps_the_copy_in_memory_and_the_screenshot_where_it_is(
        guard: GuardUnderTest, wechat: str, small_disk: Path) -> None:
    guard.home = small_disk / "home"
    guard.start()
    text = f"{DRAFT}\n" * 40_000
    guard.copy(text)
    case = guard.opened().case
    assert guard.paste(wechat) == NOTICE
    wait_for(lambda: "空间不足" in "".join(guard.status().troubles), "the full vault to be said")
    assert case.id in {summary.id for summary in guard.held()}
    assert isinstance(guard.ask(ReleaseCase(case.id, reason="王局长")), Done)
    assert guard.paste(wechat) == text
    picture = guard.screens / "noise.png"
    _noisy_marked_picture(picture)
    guard.opened(lambda push: push.case.origin is Origin.FOLDER)
    assert picture.exists(), "what cannot be kept is not taken away"


def test_what_could_only_be_kept_in_memory_is_in_the_vault_once_there_is_room(guard: GuardUnderTest,
                                                                              small_disk: Path) -> None:
    guard.home = small_disk / "home"
    guard.start()
    filler = small_disk / "filler"
    fill(filler)
    guard.copy(DRAFT)
    case = guard.opened().case
    assert [summary.keeping for summary in guard.held()] == [Storage.MEMORY]
    assert "内存" in "".join(guard.status().troubles)
    filler.unlink()
    wait_for(lambda: [summary.keeping for summary in guard.held()] == [Storage.VAULT], "the vault to take it")
    assert "内存" not in "".join(guard.status().troubles)
    guard.stop()
    guard.start()
    assert [summary.id for summary in guard.held()] == [case.id]


def test_status_says_what_confines_the_reader_and_the_idle_reader_is_no_trouble(watching: GuardUnderTest) -> None:
    words = wait_for(lambda: watching.status().sandbox, "the reader to say what confines it")
    assert "seccomp" in words
    assert not [trouble for trouble in watching.status().troubles if "读取" in trouble]


def test_files_of_the_home_are_for_their_owner_only(watching: GuardUnderTest) -> None:
    watching.copy(DRAFT)
    watching.opened()
    for path in [watching.home / "keys" / "vault.key", watching.home / "vault", watching.home / "journal"]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def _noisy_marked_picture(path: Path) -> None:
    """A marked page with noise below it, so that its file is larger than the small disk."""
    hidden = path.with_name(f".{path.name}")
    marked_screenshot(hidden)
    page = Image.open(hidden).convert("RGB")
    whole = Image.new("RGB", (page.width, page.height + 1200), "white")
    whole.paste(page, (0, 0))
    whole.paste(Image.frombytes("RGB", (page.width, 1000), os.urandom(page.width * 3000)), (0, page.height + 200))
    whole.save(hidden, "PNG")
    hidden.rename(path)
