"""Tests `mishao console add|remove|verify|open` as an office types them."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.administration.signed_log import FILE_NAME
from tests.support.prepared import Prepared
from tests.support.publishing import PASSPHRASE

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(loaded: Prepared, tmp_path: Path) -> Run:
    """Run `mishao console` with one passphrase for all keys; return exit code and all that was said."""
    (tmp_path / "passphrase").write_text(PASSPHRASE, "utf-8")

    def console(command: str, *arguments: str, passphrase: str = "passphrase") -> tuple[int, str]:
        environment = {**os.environ, "MISHAO_PASSPHRASE_FILE": str(tmp_path / passphrase)}
        done = loaded.run(("console", command, str(tmp_path / "控制台"), *arguments), environment)
        return done.returncode, done.stdout.decode() + done.stderr.decode()

    return console


@pytest.mark.thorough
def test_people_are_added_by_a_system_administrator_removed_and_proven(run: Run, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    assert run("verify")[0] == 1
    code, said = run("add", "--name", "周某", "--role", "系统管理员", "--to", str(stick), "--json")
    assert (code, json.loads(said)["role"]) == (0, "系统管理员")
    assert Path(json.loads(said)["file"]).parent == stick
    code, said = run("add", "--name", "赵敏", "--role", "保密管理员", "--by", "周某", "--keys", str(stick))
    assert (code, "赵敏：保密管理员" in said) == (0, True)
    for arguments, why in ((("--name", "钱某", "--role", "审计员"), "第一个人是系统管理员"),
                           (("--name", "赵敏", "--role", "审计员", "--by", "周某"), "一个人只有一个角色"),
                           (("--name", "钱某", "--role", "审计员", "--by", "赵敏"), "不能加人员"),
                           (("--name", "钱某", "--role", "审计员", "--by", "没有"), "没有叫“没有”的人")):
        code, said = run("add", *arguments, "--keys", str(stick))
        assert (code, why in said) == (1, True), said
    code, said = run("remove", "--name", "赵敏", "--reason", "调走", "--by", "周某", "--keys", str(stick))
    assert (code, "已停用" in said) == (0, True)
    code, said = run("verify", "--json")
    found = json.loads(said)
    assert (code, found["whole"], found["follows"]) == (0, True, True)
    assert [(one["name"], one["active"]) for one in found["people"]] == [("周某", True), ("赵敏", False)]
    assert "赵敏：保密管理员，已停用" in run("verify", "--checkpoint", found["checkpoint"])[1]
    assert run("verify", "--checkpoint", f"3:{'0' * 64}")[0] == 1
    code, said = run("open", "--as", "赵敏", "--keys", str(stick))
    assert (code, "已经停用" in said) == (1, True)
    with sqlite3.connect(tmp_path / "控制台" / FILE_NAME) as harmed:
        harmed.execute("UPDATE log SET words = '没事' WHERE line = 3")
    harmed.close()
    code, said = run("verify")
    assert (code, "第 3 条记录" in said) == (1, True)
    code, said = run("add", "--name", "钱某", "--role", "审计员", "--by", "周某", "--keys", str(stick))
    assert (code, "没有改动" in said) == (1, True)


def test_a_wrong_passphrase_or_a_key_that_is_not_here_lets_nobody_in(run: Run, tmp_path: Path) -> None:
    assert run("add", "--name", "周某", "--role", "系统管理员", "--to", str(tmp_path / "stick"))[0] == 0
    code, said = run("open", "--as", "周某")
    assert (code, "stick" not in said) == (1, True)
    (tmp_path / "other").write_text("另一个口令也有十二个字符以上", "utf-8")
    code, said = run("open", "--as", "周某", "--keys", str(tmp_path / "stick"), passphrase="other")
    assert (code, "口令不对" in said) == (1, True), said
    assert run("open", "--as", "周某", "--keys", str(tmp_path / "stick"))[0] == 0  # standard input is at its end
