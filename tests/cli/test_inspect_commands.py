"""Tests `mishao inspect …` and `mishao fleet inspection` as an administrator and a clerk type them."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import openpyxl
import pytest
import typer

import main
from guard.core.events import EventKind
from tests.support.collected import line
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.publishing import PASSPHRASE, UnitOffice
from tests.support.publishing_fixtures import cheap_sealing, managed, office
from ui.console.commands import Program, app

__all__ = ["cheap_sealing", "managed", "office"]

Run = Callable[..., CompletedProcess[str]]
ORDER = ("--folder", "桌面", "--reason", "季度自查", "--by", "保密办 赵敏")


def day(after: int) -> str:
    return time.strftime("%Y-%m-%d", time.localtime(time.time() + after * 86400))


@pytest.fixture
def mishao(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run a command in this process, where keys are sealed cheaply."""
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE + "\n", "utf-8")
    monkeypatch.setenv("MISHAO_PASSPHRASE_FILE", str(secret))

    program = Program(main.command, lambda *_: 0, lambda _: 0)

    def run(*words: object) -> CompletedProcess[str]:
        wrong = ""
        try:
            code = app([str(word) for word in words], obj=program, standalone_mode=False)
        except typer.BadParameter as error:
            code, wrong = error.exit_code, error.format_message()
        sys.stdout.flush()
        out, told = capfdbinary.readouterr()
        return CompletedProcess(words, code, out.decode(), told.decode() + wrong)

    return run


def test_it_is_ordered_listed_and_withdrawn(mishao: Run, office: UnitOffice) -> None:
    for wrong, words in (((), "--group"), (("--all", "--group", "财务科"), "二选一"),
                         (("--all", "--until", "明天"), "看不懂"), (("--all", "--until", "9999-12-31"), "太晚"),
                         (("--all", "--from", "0001-01-01"), "太早")):
        refused = mishao("inspect", "order", office.folder, *ORDER, "--due", day(5), *wrong)
        assert refused.returncode == 2
        assert words in refused.stderr
    nobody = mishao("inspect", "order", office.folder, *ORDER, "--due", day(5), "--all")
    assert nobody.returncode == 1
    assert "还没有发布过规则" in nobody.stderr
    assert "还没有布置过自查" in mishao("inspect", "list", office.folder).stdout
    office.release("青松甲号")
    made = mishao("inspect", "order", office.folder, *ORDER, "--due", day(5), "--group", "财务科", "--device", "PC-9")
    assert made.returncode == 0, made.stderr
    assert f"第 1 号自查：桌面；给财务科组、PC-9；保密办 赵敏，季度自查；{day(0)}" in made.stdout
    told = json.loads(mishao("inspect", "list", office.folder, "--json").stdout)["orders"][0]
    assert (told["number"], told["folders"], told["groups"]) == (1, ["桌面"], ["财务科"])
    assert 18 * 86400 < told["until"] - time.time() < 21 * 86400
    outside = mishao("inspect", "order", office.folder, "--folder", "桌面/../..", *ORDER[2:], "--due", day(5), "--all")
    assert outside.returncode == 1
    assert "不接受" in outside.stderr
    assert mishao("inspect", "withdraw", office.folder, "1", "--reason", "布置错了").returncode == 0
    assert "已撤回：布置错了" in mishao("inspect", "list", office.folder).stdout


def test_who_is_silent_is_listed(mishao: Run, office: UnitOffice, tmp_path: Path) -> None:
    office.release("青松甲号")
    assert mishao("inspect", "order", office.folder, *ORDER, "--due", day(5), "--group", "办公室").returncode == 0
    key = "1:" + json.loads(mishao("inspect", "list", office.folder, "--json").stdout)["orders"][0]["id"]
    log, xlsx = tmp_path / "collected.log", tmp_path / "自查.xlsx"
    log.write_bytes(line("PC-1", 0, EventKind.INSPECTION, order=key, step="found", rules="T-01", found="文本/桌面:2")
                    + line("PC-1", 1, EventKind.INSPECTION, order=key, step="done", done="9", total="9", blocked="2")
                    + line("PC-2", 0, EventKind.INSPECTION, order=key, step="stopped", why="在赶材料")
                    + line("PC-3", 0, EventKind.ALIVE))
    done = mishao("fleet", "inspection", log, "--office", office.folder, "--xlsx", xlsx)
    assert done.returncode == 0, done.stderr
    for words in ("没有回音 1 台", "停止了 1 台", "做完了 1 台", "在赶材料",
                  "T-01 测试用词：2 个文件，1 台；文本 · 桌面 2"):
        assert words in done.stdout
    assert "催办" in openpyxl.load_workbook(xlsx).sheetnames
    again = mishao("fleet", "inspection", log, "--office", office.folder, "--xlsx", xlsx, "--json")
    assert again.returncode == 0, again.stderr
    told = [json.loads(one) for one in again.stdout.splitlines()]
    assert told[0]["standings"] == {"没有回音": 1, "停止了": 1, "做完了": 1}
    assert {one["device"]: one["call"] for one in told[1:]} == {"PC-1": False, "PC-2": True, "PC-3": False}
    assert "没有第 7 号" in mishao("fleet", "inspection", log, "--office", office.folder, "--order", "7").stderr


@pytest.mark.thorough
def test_a_running_guard_takes_an_order_and_does_what_its_user_says(mishao: Run, managed: GuardUnderTest,
                                                                    office: UnitOffice) -> None:
    home = ("--home", managed.home)
    assert "没有布置自查" in mishao("inspect", "status", *home).stdout
    office.release("青松甲号")
    assert mishao("inspect", "order", office.folder, *ORDER, "--due", day(5), "--all").returncode == 0
    managed.display.press("Shift_L")  # somebody is there: it does not begin by itself
    assert mishao("update", *home).returncode == 0
    wait_for(lambda: "第 1 号" in mishao("inspect", "status", *home).stdout, "the order")
    for words, said in ((("pause", "1"), "已暂停"), (("start", "1"), "空闲时接着查"),
                        (("stop", "1", "--reason", "在赶材料"), "已停止")):
        done = mishao("inspect", words[0], *words[1:], *home)
        assert done.returncode == 0, done.stderr
        assert said in done.stdout
    told = json.loads(mishao("inspect", "status", "--json", *home).stdout)
    assert (told["step"], told["reason"], told["order"]["by"]) == ("stopped", "在赶材料", "保密办 赵敏")
    for words, said in ((("pause", "7"), "没有第 7 号"), (("stop", "1", "--reason", " "), "为什么停止")):
        refused = mishao("inspect", words[0], *words[1:], *home)
        assert refused.returncode == 1
        assert said in refused.stderr
    assert managed.status().inspections[0].reason == "在赶材料"
