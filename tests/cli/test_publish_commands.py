"""`mishao publish …` as an administrator types it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from guard.feedback import number_of
from tests.support.program import ROOT
from tests.support.publishing import PASSPHRASE, unit_pack


def publish(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    secret = folder.with_name("passphrase")
    secret.write_text(PASSPHRASE + "\n", "utf-8")
    return subprocess.run([sys.executable, str(ROOT / "main.py"), "publish", words[0], str(folder), *words[1:]],
                          capture_output=True, text=True,
                          env={**os.environ, "MISHAO_PASSPHRASE_FILE": str(secret)}, timeout=60)


def test_from_nothing_to_a_release_that_is_withdrawn(tmp_path: Path) -> None:
    office, pack = tmp_path / "office", tmp_path / "unit.yaml"
    pack.write_text(unit_pack("青松甲号"), "utf-8")
    made = publish(office, "init", "--server", "https://rules.example.invalid/mishao", "--root-keys", "1",
                   "--root-threshold", "1")
    assert made.returncode == 0, made.stderr
    written = (office / "install" / "supply.toml").read_text("utf-8")
    assert 'servers = ["https://rules.example.invalid/mishao"]' in written
    done = publish(office, "release", "--pack", str(pack), "--percent", "10", "--group", "试点")
    assert done.returncode == 0, done.stderr
    assert "第 1 号 测试规则 青松甲号：已签名发布" in done.stdout
    assert publish(office, "withdraw", "1", "--reason", "误报太多").returncode == 0
    told = publish(office, "status", "--json")
    assert told.returncode == 0, told.stderr
    assert [entry["withdrawn"] for entry in json.loads(told.stdout)["releases"]] == ["误报太多"]


def test_a_release_is_widened_renewed_suspended_and_signed_by_new_keys(tmp_path: Path) -> None:
    office, pack = tmp_path / "office", tmp_path / "unit.yaml"
    pack.write_text(unit_pack("青松甲号"), "utf-8")
    assert publish(office, "init", "--server", str(office), "--root-keys", "1", "--root-threshold", "1").returncode == 0
    assert publish(office, "release", "--pack", str(pack), "--percent", "0", "--group", "试点").returncode == 0
    assert "频道 正式，100%，加上组 试点，" in publish(office, "promote", "1", "--percent", "100").stdout
    assert "频道 正式，100%，没有另加组，" in publish(office, "promote", "1", "--no-groups").stdout
    before = json.loads(publish(office, "status", "--json").stdout)
    assert "已续签" in publish(office, "resign").stdout
    old = before["roles"]["targets"]["keys"][0]
    told = publish(office, "add-key", "targets", "--drop", old, "--to", str(tmp_path / "stick")).stdout
    (made,) = (tmp_path / "stick").iterdir()
    assert f"{made}。请交给保管人" in told
    assert f"规则密钥 {old} 已作废。请销毁它的文件和备份：{office / 'keys' / f'targets-{old}.key'}" in told
    made.rename(office / "keys" / made.name)
    assert publish(office, "suspend", "--hours", "1", "--reason", "演练").returncode == 0
    held = json.loads(publish(office, "status", "--json").stdout)
    assert held["suspension"]["reason"] == "演练"
    assert old not in held["roles"]["targets"]["keys"]
    assert held["releases"][0]["percent"] == 100
    assert publish(office, "resume").returncode == 0
    assert json.loads(publish(office, "status", "--json").stdout)["suspension"] is None


def test_a_folder_that_is_none_is_said_in_words(tmp_path: Path) -> None:
    done = publish(tmp_path / "absent", "status")
    assert done.returncode == 1
    assert "请先运行 mishao publish init" in done.stderr


def test_a_false_alarm_is_answered_by_its_number_and_what_cannot_be_meant_is_refused(tmp_path: Path) -> None:
    office, pack = tmp_path / "office", tmp_path / "unit.yaml"
    pack.write_text(unit_pack("青松甲号"), "utf-8")
    number = number_of("an item")
    assert publish(office, "init", "--server", str(office), "--root-keys", "1", "--root-threshold", "1").returncode == 0
    early = publish(office, "answer", number, "--adopt")
    assert (early.returncode, "还没有发布过规则" in early.stderr) == (1, True)
    assert publish(office, "release", "--pack", str(pack)).returncode == 0
    for words, why in (((number[:-1] + "U", "--adopt"), "反馈号"), ((number, "--reject"), "--words"),
                       ((number, "--adopt", "--since", "下周"), "--since"),
                       ((number, "--reject", "--words", "长" * 201), "200")):
        refused = publish(office, "answer", *words)
        assert (refused.returncode, why in refused.stderr) == (1, True), refused.stderr
    assert publish(office, "answer", number.lower(), "--reject", "--words", "仍要核对").returncode == 0
    done = publish(office, "answer", number, "--adopt", "--since", "2026-12-01")
    assert f"反馈 {number} 已采纳" in done.stdout, done.stderr
    (told,) = json.loads(publish(office, "status", "--json").stdout)["answers"]
    assert (told["number"], told["adopted"], told["words"], told["since"]) == (number, True, "", "2026-12-01")
