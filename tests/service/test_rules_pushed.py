"""Tests the way from the administrator's signature to the judgement of a running guard, with real parts."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from guard.control.requests import ReportFalseAlarm, Shutdown, State, Update
from guard.core.events import EventKind
from guard.core.model import Release
from guard.doctor import Finding, examine
from guard.feedback.answers import FeedbackAnswer, FeedbackAnswered, FeedbackList, SeeFeedback, number_of
from guard.ipc.replies import Done, Refused
from guard.journal import FILE_NAME, events
from guard.platform.machine import MachineLayer
from guard.publish.contents import bundle_of
from guard.publish.releasing import answer, release, suspend, withdraw
from tests.support.brokering import renamed
from tests.support.false_alarms import NOVEL
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.program import READER, Run, lines
from tests.support.publishing import EVERYONE, UnitOffice, unit_pack
from tests.support.publishing_fixtures import cheap_keys, managed, office

__all__ = ["cheap_keys", "managed", "office"]


def held(guard: GuardUnderTest, text: str) -> str:
    """Copy, and return the rule that held it."""
    guard.copy(text)
    return guard.opened(lambda opened: True).case.decision.rule


def updated(guard: GuardUnderTest, source: str = "") -> None:
    """Update at once; ``in_force`` waits until the broker judges by the new rules."""
    reply = guard.ask(Update(source))
    assert isinstance(reply, Done), reply


def in_force(guard: GuardUnderTest, label: str) -> None:
    wait_for(lambda: label in guard.status().pack, f"a broker that judges by {label}")


def test_a_release_reaches_a_running_guard_survives_its_restart_and_is_withdrawn(
        managed: GuardUnderTest, office: UnitOffice, tmp_path: Path) -> None:
    office.release("青松甲号")
    updated(managed)
    in_force(managed, "青松甲号")
    assert held(managed, "青松甲号的选址") == "T-01"

    office.release("白杨乙号")
    updated(managed, str(office.served / "rules-update.zip"))
    in_force(managed, "白杨乙号")
    supply = managed.status().supply
    assert (supply.provenance.number, supply.refused) == (2, "")

    managed.stop()
    managed.start()
    in_force(managed, "白杨乙号")
    assert held(managed, "白杨乙号的选址") == "T-01"

    withdraw(office.office, 2, "误报太多")
    updated(managed)
    in_force(managed, "青松甲号")

    stranger = UnitOffice.opened(tmp_path / "stranger")
    stranger.release("冒名丙号")
    reply = managed.ask(Update(str(stranger.served)))
    assert isinstance(reply, Refused)
    assert "没有采用" in reply.words
    assert managed.status().supply.refused == reply.words.removesuffix("原来的规则继续有效。")
    assert "青松甲号" in managed.status().pack


@pytest.mark.thorough
def test_a_guard_that_nobody_may_stop_starts_itself_again_when_asked_to_end_for_a_restart(
        managed: GuardUnderTest, office: UnitOffice, tmp_path: Path) -> None:
    (tmp_path / "锁.yaml").write_text("策略: 县策略\n版本: \"1\"\n基于: 内置\n锁定: [停止]\n", "utf-8")
    (tmp_path / "单位.yaml").write_text(unit_pack("青松甲号"), "utf-8")
    release(office.office, bundle_of(["内置", str(tmp_path / "单位.yaml")], tmp_path / "锁.yaml"), EVERYONE)
    updated(managed)
    in_force(managed, "青松甲号")
    assert managed.process is not None
    pid = managed.process.pid
    managed.stop_listening()
    assert isinstance(managed.ask(Shutdown("更改设置", again=True)), Done)
    wait_for(lambda: starts(managed) == 2, "a guard that started itself again, with no tray to do so", 25)
    wait_for(lambda: managed.state() is State.WATCHING, "a guard that watches again")
    assert int((managed.home / "guard.lock").read_text().split()[0]) == pid
    managed.listen()
    assert held(managed, "青松甲号的选址") == "T-01"


def starts(guard: GuardUnderTest) -> int:
    """Return how often guards of this home have started, as in the journal."""
    return sum(event.kind is EventKind.STARTED for event in events(guard.home / "journal" / FILE_NAME))


NOTICE = ("关于做好冬季供暖保障工作的通知\n各小区：今年十一月十五日起正式供暖，住户请提前检查阀门，"
          "有渗漏请拨打二十四小时服务热线。")
"""A notice that the unit's own rules would stop for its name, and that was published."""


@pytest.mark.thorough
def test_lists_travel_in_the_signed_pack_and_a_suspension_warns_only(
        managed: GuardUnderTest, office: UnitOffice, mishao: Run, tmp_path: Path) -> None:
    leaked = "演示县人民医院搬迁补偿方案\n" + "".join(
        f"第{number}项补偿标准按评估价上浮若干执行，由专班逐户核对后签字确认。" for number in range(1, 16))
    texts = {"公开": NOTICE, "外泄": leaked}
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    pack = tmp_path / "office" / "lists.yaml"
    for words in (("published", str(tmp_path / "公开.txt")),
                  ("alert", str(tmp_path / "外泄.txt"), "--basis", "保密办布控单第1号", "--id", "BK-01")):
        done = mishao("--home", str(tmp_path / "desk"), "rules", *words, "--pack", str(pack))
        assert done.returncode == 0, done.stderr.decode()
    office.beside = (str(pack),)
    office.release("供暖保障")
    updated(managed)
    in_force(managed, "供暖保障")
    assert held(managed, "供暖保障的内部安排") == "T-01"
    wechat = renamed("xclip", "wechat", tmp_path)
    managed.copy(NOTICE)
    assert managed.paste(wechat) == NOTICE, "published: it passes although a rule of the pack finds its words"
    assert held(managed, leaked[:400]) == "BK-01"

    suspend(office.office, 1, "演练")
    office.release("供热保障")
    updated(managed, str(office.served / "rules-update.zip"))
    in_force(managed, "供热保障")
    assert managed.status().mode == "提醒"
    assert managed.status().supply.provenance.suspended == "演练"
    managed.copy(leaked[:300])
    decision = managed.opened(lambda opened: True).case.decision
    assert (decision.rule, decision.release) == ("BK-01", Release.FREE), "asked about, and the user may let it go"


@pytest.mark.thorough
def test_a_false_alarm_of_a_mark_is_exempted_by_the_code_that_its_user_reads_out(
        managed: GuardUnderTest, office: UnitOffice, mishao: Run, tmp_path: Path) -> None:
    assert held(managed, NOVEL) == "BC-01"
    (case,) = managed.held()
    (told,) = lines(mishao("--home", str(managed.home), "vault", "fingerprint", case.id, "--json"))
    (code,) = told["codes"]
    pack = tmp_path / "office" / "误报.yaml"
    until = (datetime.now().astimezone() + timedelta(days=30)).date().isoformat()
    done = mishao("--home", str(tmp_path / "desk"), "rules", "exempt", "--code", code, "--name", "推荐书目", "--reason",
                  "书名，已核实", "--approver", "赵敏", "--until", until, "--pack", str(pack))
    assert done.returncode == 0, done.stderr.decode()
    office.beside = ("内置", str(pack))
    office.release("供暖保障")
    updated(managed)
    in_force(managed, "供暖保障")
    wechat = renamed("xclip", "wechat", tmp_path)
    managed.copy(NOVEL)
    assert managed.paste(wechat) == NOVEL
    assert held(managed, f"{NOVEL}收到") == "BC-01", "one word more is another content"


@pytest.mark.thorough
def test_a_false_alarm_is_answered_and_its_user_is_told_once_also_by_stick_and_after_a_restart(
        managed: GuardUnderTest, office: UnitOffice, mishao: Run) -> None:
    office.release("青松甲号")
    updated(managed)
    in_force(managed, "青松甲号")
    assert held(managed, "青松甲号的选址") == "T-01"
    (case,) = managed.held()
    reply = managed.ask(ReportFalseAlarm(case.id))
    assert isinstance(reply, Done)
    number = number_of(case.id)
    assert number in reply.words
    recorded = lines(mishao("--home", str(managed.home), "journal", "export"))
    (alarm,) = (one for one in recorded if one["kind"] == "false-alarm")
    assert (alarm["answer"], alarm["rules"]) == (number, ["T-01"])
    assert not any("选址" in str(one) for one in recorded)

    answer(office.office, FeedbackAnswer(number, True, "选址已公示", 1.0, "2026-12-01"))
    answer(office.office, FeedbackAnswer(number_of("of another computer"), False, "确实没有公开", 1.0))
    updated(managed, str(office.served / "rules-update.zip"))
    (told,) = managed.pushed(FeedbackAnswered).entries
    assert (told.number, told.case, told.rule) == (number, case.id, "T-01")
    assert told.answer == FeedbackAnswer(number, True, "选址已公示", 1.0, "2026-12-01")
    assert managed.status().answered == 1

    managed.stop()
    managed.start()
    office.release("白杨乙号")
    updated(managed)
    in_force(managed, "白杨乙号")
    assert managed.status().answered == 1, "nobody has looked at it"
    seen = managed.ask(SeeFeedback())
    assert isinstance(seen, FeedbackList)
    assert [entry.number for entry in seen.entries] == [number]
    assert managed.status().answered == 0
    assert managed.none_pushed(FeedbackAnswered)


@pytest.mark.thorough
def test_doctor_says_what_the_running_guard_knows_of_its_last_poll(
        managed: GuardUnderTest, office: UnitOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = office.machine(tmp_path / "machine")
    monkeypatch.setattr(MachineLayer, "of_system", lambda: machine)

    def said() -> Finding:
        return next(one for one in examine(managed.home, None, READER) if one.name == "规则更新")

    office.release("青松甲号")
    updated(managed)
    assert said().works
    assert "，正常；签名有效到" in said().words
    assert isinstance(managed.ask(Update(str(tmp_path / "absent"))), Refused)
    assert not said().works
    assert "没有成功" in said().words
    assert "absent" in said().words
