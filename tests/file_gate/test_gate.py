"""Tests the gate with the real kernel: what a chat client may open, what other programs may, and what passes at once.
"""

from __future__ import annotations

import os
import subprocess
import tarfile
import time
from pathlib import Path

import pytest

from guard.file_gate.known import NEW_NS
from tests.support.gating import CLEAN, FLAGGED, GateUnderTest, needs_root, program_named, reads, running_gate
from tests.support.guarding import wait_for

pytestmark = needs_root


def test_a_chat_client_may_not_open_a_flagged_file_and_every_other_program_may(
        gate: GateUnderTest, documents: Path, wechat: Path, tmp_path: Path) -> None:
    flagged = documents / "通知.txt"
    flagged.write_text(FLAGGED, "utf-8")
    gate.guard(documents)
    assert reads(wechat, flagged) is None
    assert reads("cat", flagged) == FLAGGED
    assert reads(program_named("libreoffice", tmp_path / "bin"), flagged) == FLAGGED
    with tarfile.open(tmp_path / "backup.tar", "w") as backup:
        backup.add(flagged)
    assert reads(wechat, flagged) is None


def test_a_clean_file_opens_unchanged(gate: GateUnderTest, documents: Path, wechat: Path) -> None:
    clean = documents / "值班.txt"
    clean.write_text(CLEAN, "utf-8")
    gate.guard(documents)
    assert [reads(wechat, clean), reads(wechat, clean)] == [CLEAN, CLEAN]


def test_a_file_that_was_changed_is_judged_again(gate: GateUnderTest, documents: Path, wechat: Path) -> None:
    file = documents / "a.txt"
    file.write_text(CLEAN, "utf-8")
    gate.guard(documents)
    assert reads(wechat, file) == CLEAN
    file.write_text(FLAGGED, "utf-8")
    assert reads(wechat, file) is None
    file.write_text(CLEAN, "utf-8")
    assert reads(wechat, file) == CLEAN


def test_what_is_known_is_refused_without_asking_and_the_guard_hears_of_it(
        gate: GateUnderTest, documents: Path, wechat: Path) -> None:
    flagged = documents / "通知.txt"
    flagged.write_text(FLAGGED, "utf-8")
    guard = gate.guard(documents)
    reads(wechat, flagged)
    reads(wechat, flagged)
    opened = [guard.said(), guard.said()]
    assert opened == [{"said": "Opened", "path": str(flagged), "program": "wechat", "answered": answered}
                      for answered in (False, True)]


def test_what_is_known_is_held_when_the_guard_has_gone(gate: GateUnderTest, documents: Path, wechat: Path) -> None:
    flagged = documents / "通知.txt"
    flagged.write_text(FLAGGED, "utf-8")
    guard = gate.guard(documents)
    reads(wechat, flagged)
    guard.stop()
    assert reads(wechat, flagged) is None


def test_files_in_folders_that_appear_are_held(gate: GateUnderTest, documents: Path, wechat: Path,
                                               tmp_path: Path) -> None:
    gate.guard(documents)
    made = documents / "新建文件夹" / "里面"
    made.mkdir(parents=True)
    moved = tmp_path / "elsewhere"
    (moved / "deep").mkdir(parents=True)
    moved.rename(documents / "moved")
    for file in (made / "a.txt", documents / "moved" / "deep" / "b.txt"):
        file.write_text(FLAGGED, "utf-8")
        wait_for(lambda file=file: reads(wechat, file) is None, f"{file} to be held")


def test_a_folder_that_disappears_and_comes_again_is_held_again(gate: GateUnderTest, documents: Path,
                                                                wechat: Path) -> None:
    gate.guard(documents)
    folder = documents / "项目"
    file = folder / "a.txt"
    for _ in range(3):
        folder.mkdir()
        file.write_text(FLAGGED, "utf-8")
        wait_for(lambda: reads(wechat, file) is None, "the folder to be marked")
        file.unlink()
        folder.rmdir()


@pytest.mark.parametrize("place", ["xwechat_files/wxid_a/msg/file", ".config/client"])
def test_a_chat_clients_own_folders_and_hidden_ones_are_left_alone(
        gate: GateUnderTest, documents: Path, wechat: Path, place: str) -> None:
    own = documents / place
    own.mkdir(parents=True)
    (own / "a.txt").write_text(FLAGGED, "utf-8")
    gate.guard(documents)
    assert reads(wechat, own / "a.txt") == FLAGGED


def test_what_a_client_stores_itself_it_may_open_again(gate: GateUnderTest, documents: Path, wechat: Path,
                                                       tmp_path: Path) -> None:
    gate.guard(documents)
    received = documents / "收到.txt"
    shell = program_named("wechat", tmp_path / "shell", "/bin/sh")
    done = subprocess.run([shell, "-c", f"echo 机密 > {received}; read line < {received}; echo $line"],
                          capture_output=True, text=True, timeout=10)
    assert done.stdout == "机密\n"
    assert reads(wechat, received) is None


def test_a_new_file_with_the_number_of_one_that_the_client_made_is_not_its_own(
        gate: GateUnderTest, documents: Path, tmp_path: Path) -> None:
    gate.guard(documents)
    shell = program_named("wechat", tmp_path / "shell", "/bin/sh")
    made, other = documents / "download.tmp", documents / "secret.txt"
    for _ in range(20):
        subprocess.run([shell, "-c", f"echo hello > {made}"], check=True)
        inode = made.stat().st_ino
        made.unlink()
        other.write_text(FLAGGED, "utf-8")
        if other.stat().st_ino == inode:
            break
        other.unlink()
    else:
        pytest.skip("this file system gives no number again")
    done = subprocess.run([shell, "-c", f"read line < {other}; echo $line"], capture_output=True, text=True)
    assert "机密" not in done.stdout


def test_a_file_that_was_empty_when_the_client_looked_at_it_is_not_its_own(
        gate: GateUnderTest, documents: Path, wechat: Path) -> None:
    gate.guard(documents)
    file = documents / "new.txt"
    file.touch()
    time.sleep(NEW_NS / 1e9 + 0.2)
    assert reads(wechat, file) == ""
    file.write_text(FLAGGED, "utf-8")
    assert reads(wechat, file) is None


def test_a_process_that_becomes_a_chat_client_is_one(gate: GateUnderTest, documents: Path, wechat: Path) -> None:
    flagged = documents / "通知.txt"
    flagged.write_text(FLAGGED, "utf-8")
    gate.guard(documents)
    done = subprocess.run(["sh", "-c", f"read line < {flagged}; exec {wechat} {flagged}"], capture_output=True,
                          text=True, timeout=10)
    assert "Operation not permitted" in done.stderr


def test_a_file_that_is_not_judged_in_time_is_answered_as_the_policy_says(
        gate: GateUnderTest, documents: Path, wechat: Path) -> None:
    (documents / "a.txt").write_text(CLEAN, "utf-8")
    for unjudged, expected in (("先留着", None), ("放过", CLEAN)):
        guard = gate.guard(documents, "silent", f"unjudged={unjudged}", "wait=300")
        began = time.monotonic()
        assert reads(wechat, documents / "a.txt") == expected
        assert 0.25 < time.monotonic() - began < 1.4  # not the 1.5 s that a program waits by default
        said = [guard.said(), guard.said()][1]
        assert said == {"said": "Unjudged", "count": 1, "refused": expected is None, "program": "wechat",
                        "path": str(documents / "a.txt")}
        guard.stop()


def test_a_verdict_that_comes_late_counts_for_the_next_open(gate: GateUnderTest, documents: Path,
                                                            wechat: Path) -> None:
    (documents / "a.txt").write_text(CLEAN + "slow", "utf-8")
    gate.guard(documents, "judge", "wait=200")
    assert reads(wechat, documents / "a.txt") is None
    wait_for(lambda: reads(wechat, documents / "a.txt"), "the verdict")


def test_a_verdict_by_rules_that_were_replaced_meanwhile_counts_for_no_later_open(
        gate: GateUnderTest, documents: Path, wechat: Path) -> None:
    (documents / "a.txt").write_text(FLAGGED, "utf-8")
    gate.guard(documents, "overtaken")
    assert [reads(wechat, documents / "a.txt") for _ in range(3)] == [FLAGGED, None, None]


@pytest.mark.parametrize("setting", ["gate=关", "gate=只提示", "mode=仅记录"])
def test_nothing_is_refused_and_nobody_waits_where_the_policy_only_tells(
        gate: GateUnderTest, documents: Path, wechat: Path, setting: str) -> None:
    (documents / "a.txt").write_text(FLAGGED + "slow", "utf-8")
    guard = gate.guard(documents, "judge", setting, "wait=1800")
    began = time.monotonic()
    assert reads(wechat, documents / "a.txt") == FLAGGED + "slow"
    assert time.monotonic() - began < 1.5
    if setting != "gate=关":
        assert guard.said()["said"] == "Opened"


def test_a_busy_guard_is_not_waited_for(gate: GateUnderTest, documents: Path, wechat: Path) -> None:
    (documents / "a.txt").write_text(CLEAN, "utf-8")
    gate.guard(documents, "busy", "wait=1800")
    began = time.monotonic()
    assert reads(wechat, documents / "a.txt") is None
    assert time.monotonic() - began < 1.5


def test_a_gate_with_mounts_of_its_own_and_few_capabilities_holds_and_tells_the_path_that_the_client_opens(
        tmp_path: Path, documents: Path, wechat: Path) -> None:
    machine = tmp_path / "apart"
    machine.mkdir()
    (documents / "a.txt").write_text(FLAGGED, "utf-8")
    kept = "-all,+sys_admin,+dac_read_search,+sys_ptrace"
    inside = ("unshare", "--mount", "--propagation", "slave", "setpriv", f"--bounding-set={kept}", "--no-new-privs")
    with running_gate(machine, inside=inside) as gate:
        guard = gate.guard(documents)
        assert reads(wechat, documents / "a.txt") is None
        assert guard.said()["path"] == str(documents / "a.txt")


@pytest.mark.parametrize("year", [1970, 2100])
def test_a_change_is_judged_again_whatever_the_clock_said_when_the_file_was_written(
        gate: GateUnderTest, documents: Path, wechat: Path, year: int) -> None:
    file = documents / "a.txt"
    at = (year - 1970) * 365.25 * 86400
    gate.guard(documents)
    for words, read in ((CLEAN, CLEAN), (FLAGGED, None)):
        file.write_text(words.ljust(40), "utf-8")
        os.truncate(file, 40)
        os.utime(file, (at, at))
        assert (reads(wechat, file) is None) == (read is None)
