"""Tests 科室规则: a policy's other action for one 科室, to the end of a day, never milder on state secrets."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from guard.config.builtin_policy import builtin_policy
from guard.config.errors import PolicyError
from guard.config.policy_file import load
from guard.config.user_config import Configuration
from guard.ipc.replies import Done
from guard.publish.contents import bundle_of
from guard.publish.errors import PublishError
from guard.publish.releasing import release
from guard.supply.bundle import Bundle, RuleRelease
from guard.supply.packs_and_policy import active
from guard.supply.stored_release import Issued
from guard.supply.unit_rules import applied
from rules.judge.judge import Judge
from rules.model import Action
from rules.pack.encoded import decode, encode
from rules.pack.loading import load as load_pack
from rules.text import Text
from tests.support.publishing import EVERYONE, UnitOffice, unit_pack
from tests.support.updated_guard import UpdatedGuard

TODAY = datetime.now().astimezone().date()
WORD, SECRET = "青松甲号的安排", "机密★5年\n关于样例工作的通知"


def policy(action: str = "提醒", rule: str = "T-01", days: int = 30, units: str = "信访科") -> str:
    """Return the built-in policy with one entry for a 科室."""
    entry = (f"\n科室规则:\n- {{科室: [{units}], 规则: [{rule}], 动作: {action}, 原因: 日常办件, 批准人: 赵敏, "
             f'截止: "{TODAY + timedelta(days)}"}}\n')
    return builtin_policy().decode() + entry


def said(groups: tuple[str, ...], written: str, today: date = TODAY, text: str = WORD) -> Action:
    """Return what a computer of these groups says of a text, after its packs went to another process."""
    entries = load(written.encode(), "policy").unit_rules
    pack = decode(encode(applied(load_pack(unit_pack("青松甲号").encode(), "unit.yaml"), entries, groups)))
    return Judge([pack], lambda: today).judge(Text(text)).action


def test_it_is_for_the_units_it_names_and_ends_by_itself() -> None:
    assert said(("信访科", "试点"), policy()) is Action.WARN
    assert said(("办公室",), policy()) is Action.BLOCK
    assert said((), policy()) is Action.BLOCK
    assert said(("信访科",), policy("记录")) is Action.LOG
    assert said(("信访科",), policy(), TODAY + timedelta(30)) is Action.WARN
    assert said(("信访科",), policy(), TODAY + timedelta(31)) is Action.BLOCK


def test_of_two_entries_the_last_one_counts() -> None:
    both = policy() + policy("记录").partition("科室规则:\n")[2]
    assert said(("信访科",), both) is Action.LOG


@pytest.mark.parametrize(("written", "words"), [
    (policy(rule="BC-99"), "BC-99 不是规则包里的规则"), (policy(rule="BC-01"), "国家秘密的规则，不能放宽"),
    (policy(days=-1), "到期"), (policy(days=400), "最长一年")])
def test_what_cannot_be_meant_is_not_signed(tmp_path: Path, written: str, words: str) -> None:
    (tmp_path / "unit.yaml").write_text(unit_pack("青松甲号"), "utf-8")
    (tmp_path / "policy.yaml").write_text(written, "utf-8")
    with pytest.raises(PublishError, match=words):
        bundle_of(["内置", str(tmp_path / "unit.yaml")], tmp_path / "policy.yaml")


def test_an_entry_for_everybody_reaches_every_computer_and_is_told_to_its_user() -> None:
    everybody = policy("记录", units="全部")
    assert said((), everybody) is Action.LOG
    assert said(("办公室",), everybody) is Action.LOG
    written = policy("记录", "BC-02", units="全部")
    issued = Issued(RuleRelease(1, "bundle", "第1号", 0.0), Bundle(builtin=True, policy=written))
    (words,) = active(Configuration(), issued=issued).provenance.exceptions
    assert words == f"“科室规则”：BC-02 记录，到 {TODAY + timedelta(30)}（日常办件；赵敏 批准）"
    ended = Issued(issued.release, Bundle(builtin=True, policy=policy(days=-1, units="全部")))
    assert active(Configuration(), issued=ended).provenance.exceptions == ()


@pytest.mark.parametrize("missing", ["原因: 日常办件, ", "批准人: 赵敏, ", "科室: [信访科], "])
def test_nothing_goes_without_unit_reason_and_approver(missing: str) -> None:
    with pytest.raises(PolicyError, match="缺少"):
        load(policy().replace(missing, "").encode(), "policy")


def test_it_reaches_the_computers_of_the_unit_in_the_signed_release(office: UnitOffice, tmp_path: Path) -> None:
    (tmp_path / "unit.yaml").write_text(unit_pack("青松甲号"), "utf-8")
    (tmp_path / "policy.yaml").write_text(policy(), "utf-8")
    release(office.office, bundle_of(["内置", str(tmp_path / "unit.yaml")], tmp_path / "policy.yaml"), EVERYONE)
    actions = {}
    for unit in ("信访科", "办公室"):
        computer = UpdatedGuard(office, tmp_path / unit)
        settings = computer.ground.machine.folder / "supply.toml"
        settings.write_text(settings.read_text("utf-8").replace("groups = []", f'groups = ["{unit}"]'), "utf-8")
        assert isinstance(computer.started_again().update(), Done)
        judge = computer.load("").rules().judge
        assert judge is not None
        actions[unit] = judge.judge(Text(WORD)).action
        assert judge.judge(Text(SECRET)).action is Action.BLOCK
    assert actions == {"信访科": Action.WARN, "办公室": Action.BLOCK}
