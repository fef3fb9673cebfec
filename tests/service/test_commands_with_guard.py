"""Tests status and vault against a running guard: the same policy as the window, never content in a list."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from guard.core.model import Origin
from tests.support.guarding import DRAFT, GuardUnderTest, wait_for
from tests.support.processes import stopped
from tests.support.program import Run, lines
from ui.demo.display import end
from ui.demo.material import marked_screenshot

SECRET = "机密★5年\n某某县委办公室文件"


@pytest.fixture
def run(mishao: Run) -> Run:
    """Runs a command that asks a guard."""
    def run(guard: GuardUnderTest, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return mishao(*arguments, "--home", str(guard.home))

    return run


def test_status_is_zero_only_while_watching_and_carries_no_content(guard: GuardUnderTest, run: Run) -> None:
    assert run(guard, "status", "--json").returncode == 1
    guard.start()
    guard.copy(SECRET)
    guard.opened()
    done = run(guard, "status", "--json")
    assert done.returncode == 0
    (status,) = lines(done)
    assert status["state"] == "watching"
    assert "x11" in status["broker"]
    assert [held["rule"] for held in status["held"]] == ["BC-01"]
    assert {"id", "kind", "rule", "time"} <= set(status["held"][0])
    assert "县委" not in done.stdout.decode()
    assert "县委" not in run(guard, "status").stdout.decode()


@pytest.mark.thorough
@pytest.mark.skipif(os.name == "nt", reason="no SIGSTOP on Windows")
def test_a_guard_that_hangs_is_said_to_be_there_and_not_answering(guard: GuardUnderTest, run: Run) -> None:
    guard.start()
    assert guard.process is not None
    with stopped(guard.process.pid):
        said = run(guard, "status")
        asked = run(guard, "status", "--json")
        listed = run(guard, "vault", "list", "--json")
        found = {one["name"]: one for one in lines(run(guard, "doctor", "--json"))}
    assert said.returncode == asked.returncode == 1
    assert said.stdout.decode().startswith("密哨没有回答\n  ▲ 看守进程在，但是没有回答")
    assert "没有运行" not in said.stdout.decode()
    assert "规则来源" not in said.stdout.decode()
    (status,) = lines(asked)
    assert (status["state"], status["supply"]) == ("no-answer", None)
    assert [one["code"] for one in lines(listed)] == ["no-answer"]
    assert found["看守进程"]["words"].startswith("在，但是没有回答")


def test_a_draft_is_listed_shown_released_and_destroyed(guard: GuardUnderTest, run: Run, tmp_path: Path) -> None:
    guard.start()
    guard.copy(DRAFT)
    guard.opened()
    (listed,) = lines(run(guard, "vault", "list", "--json"))
    assert "通告" not in json.dumps(listed, ensure_ascii=False)
    assert run(guard, "vault", "list").stdout.decode().rstrip().endswith("文字  留存中")
    (shown,) = lines(run(guard, "vault", "show", listed["id"], "--json"))
    assert shown["text"] == [DRAFT]
    assert shown["matches"]
    out = tmp_path / "out.txt"
    refused = run(guard, "vault", "release", listed["id"], "--to", str(out), "--json")
    assert refused.returncode == 1
    assert lines(refused)[0]["code"] == "approver"
    assert not out.exists()
    assert run(guard, "vault", "release", listed["id"], "--reason", "王局长", "--to", str(out)).returncode == 0
    assert out.read_text("utf-8") == DRAFT
    again = run(guard, "vault", "release", listed["id"], "--reason", "王局长", "--to", str(out), "--json")
    assert lines(again)[0]["code"] == "exists"
    assert out.read_text("utf-8") == DRAFT
    assert run(guard, "vault", "destroy", listed["id"]).returncode == 0
    assert run(guard, "vault", "show", listed["id"]).returncode == 1


def test_a_state_secret_is_refused_on_the_command_line_as_in_the_window(
        watching: GuardUnderTest, run: Run, tmp_path: Path) -> None:
    watching.copy(SECRET)
    case = watching.opened().case
    for arguments in (("release", case.id, "--reason", "工作需要", "--code", "ABC", "--to", str(tmp_path / "x")),
                      ("destroy", case.id)):
        assert run(watching, "vault", *arguments).returncode == 1
    assert not (tmp_path / "x").exists()


def test_a_warned_screenshot_is_released_with_name_time_and_mode(watching: GuardUnderTest, run: Run) -> None:
    picture = watching.screens / "讨论稿.png"
    _draft_screenshot(picture)
    picture.chmod(0o640)
    before = picture.stat()
    case = watching.opened(lambda push: push.case.origin is Origin.FOLDER).case
    wait_for(lambda: not picture.exists(), "the screenshot to be put away")
    done = run(watching, "vault", "release", case.id, "--reason", "王局长")
    assert done.returncode == 0, done.stderr.decode()
    after = picture.stat()
    assert (after.st_mtime_ns, after.st_mode, after.st_size) == (before.st_mtime_ns, before.st_mode, before.st_size)
    assert list(watching.screens.iterdir()) == [picture]
    marked_screenshot(watching.screens / "next.png")
    watching.opened(lambda push: push.case.id != case.id)
    assert picture.exists(), "what was released is not held again"


def _draft_screenshot(path: Path) -> None:
    from tests.support.pictures import render_document

    hidden = path.with_name(f".{path.name}")
    render_document("关于恢复部分公交线路的通告\n（讨论稿）\n经研究，拟自下周一起恢复。", width=800).save(hidden, "PNG")
    hidden.rename(path)


def test_doctor_lists_the_windows_and_who_asked_for_flagged_content_without_it(watching: GuardUnderTest, wechat: str,
                                                                              mishao: Run) -> None:
    watching.copy(SECRET)
    watching.opened()
    watching.paste(wechat)
    watching.opened(lambda push: push.notify)
    watching.paste()
    editor = watching.display.start(["mousepad", "--disable-server"])
    watching.display.window("mousepad")

    def answers() -> list[dict[str, object]]:
        done = mishao("doctor", "--destinations", "--json", "--home", str(watching.home),
                      DISPLAY=watching.display.name)
        assert done.returncode == 0
        assert "县委" not in done.stdout.decode()
        return lines(done)

    found = wait_for(lambda: (said := answers()) and any("window" in one for one in said) and said, "a listed window")
    end(editor)
    assert ("/usr/bin/mousepad", "办公软件") in [(one.get("executable"), one.get("kind")) for one in found]
    asked = {str(one["asked"]): one for one in found if "asked" in one}
    assert (asked["wechat"]["executable"], asked["wechat"]["kind"]) == (wechat, "聊天软件")
    assert (asked["wechat"]["given"], asked["wechat"]["refused"]) == (0, 1)
    assert "写进办公软件也不算" in str(asked["wechat"]["advice"])
    assert "不要写进办公软件" in str(asked["xclip"]["advice"]), "it carries to whoever starts it"
