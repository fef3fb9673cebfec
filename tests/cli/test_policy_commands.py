"""Tests `mishao policy check` and `show`."""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.support.prepared import Prepared
from tests.support.publishing import unit_pack

HEAD = "策略: 青河县\n版本: \"1\"\n基于: 内置\n"


def test_a_policy_with_mistakes_is_refused_with_each_line_and_what_to_write(
        loaded: Prepared, policy_path: Path) -> None:
    policy_path.write_text(HEAD + "模式: 随便\n留存天数: 0\n", "utf-8")
    done = loaded.run(("policy", "check", str(policy_path)), os.environ)
    said = done.stderr.decode()
    assert done.returncode == 1
    assert f"{policy_path}:4" in said
    assert f"{policy_path}:5" in said
    assert "仅记录" in said


def test_a_policy_that_can_be_used_is_told_by_what_differs(loaded: Prepared, policy_path: Path) -> None:
    policy_path.write_text(HEAD + "模式: 仅记录\n去掉: {网页: [DeepSeek, 没有的]}\n", "utf-8")
    done = loaded.run(("policy", "check", str(policy_path)), os.environ)
    said = done.stdout.decode()
    assert (done.returncode, done.stderr) == (0, b"")
    assert "有 2 处不同" in said
    assert "模式：仅记录" in said
    assert "网页：AI 助手 DeepSeek （去掉）" in said
    assert "“去掉”里的“没有的”" in said


def test_a_policy_that_would_not_be_signed_is_refused_with_the_line_of_each_mistake(
        loaded: Prepared, policy_path: Path, tmp_path: Path) -> None:
    entries = (("T-01", "拦截", 30), ("BC-01", "记录", 30), ("BC-06", "记录", 500), ("BC-06", "记录", 30))
    today = datetime.now().astimezone().date()
    rules = "".join(f"- {{科室: [信访], 规则: [{rule}], 动作: {action}, 原因: 窗口要用, 批准人: 赵敏, "
                    f"截止: {today + timedelta(days)}}}\n" for rule, action, days in entries)
    policy_path.write_text(f"{HEAD}附加规则包: [教育, 没有的]\n科室规则:\n{rules}", "utf-8")
    done = loaded.run(("policy", "check", str(policy_path)), os.environ)
    said = done.stderr.decode()
    assert done.returncode == 1
    lines = [line for line in said.splitlines() if str(policy_path) in line]
    assert [line.partition(f"{policy_path}:")[2].partition("：")[0] for line in lines] == ["4", "6", "7", "8"], said
    for words, line in zip(("没有的", "T-01", "BC-01", "太远"), lines, strict=True):
        assert words in line
    assert "--pack" in said
    policy_path.write_text(f"{HEAD}科室规则:\n{rules.splitlines()[0]}\n", "utf-8")
    (tmp_path / "单位.yaml").write_text(unit_pack("青松甲号"), "utf-8")
    packs = ("--pack", "内置", "--pack", str(tmp_path / "单位.yaml"))
    known = loaded.run(("policy", "check", str(policy_path), *packs), os.environ)
    assert known.returncode == 0, known.stderr.decode()


def test_the_policy_in_force_is_shown_whole_or_by_what_differs(
        loaded: Prepared, policy_path: Path, tmp_path: Path) -> None:
    policy_path.write_text(HEAD + "模式: 仅记录\n", "utf-8")
    less = loaded.run(("policy", "show", str(policy_path), "--json"), os.environ).stdout.decode()
    assert [json.loads(line)["key"] for line in less.splitlines()] == ["模式"]
    whole = loaded.run(("policy", "show", str(policy_path), "--effective"), os.environ).stdout.decode()
    assert "* 模式：仅记录" in whole
    assert "  灵敏度：适中" in whole
    own = loaded.run(("policy", "show", "--effective", "--home", str(tmp_path / "home")), os.environ)
    assert (own.returncode, "  模式：拦截" in own.stdout.decode()) == (0, True)


@pytest.mark.parametrize("before", [True, False])
def test_the_home_counts_wherever_it_is_written(loaded: Prepared, tmp_path: Path, before: bool) -> None:
    (tmp_path / "config.toml").write_text("[destinations]\nchat = [\"qinghe\"]\n", "utf-8")
    (tmp_path / "home").mkdir(mode=0o700)
    config = ("--config", str(tmp_path / "config.toml"), "--home", str(tmp_path / "home"))
    words = (*config, "policy", "show") if before else ("policy", "show", *config)
    done = loaded.run(words, os.environ)
    assert (done.returncode, "qinghe" in done.stdout.decode()) == (0, True), done.stderr.decode()
