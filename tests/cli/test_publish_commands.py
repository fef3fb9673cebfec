"""Tests `mishao publish …` as an administrator types it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.authorisation.request import CodeRequest
from guard.feedback.answers import number_of
from guard.publish.office import Office
from guard.publish.repository import Repository
from rules.model import Nature
from tests.support.prepared import Prepared
from tests.support.program import ROOT
from tests.support.publishing import PASSPHRASE, unit_pack

MISHAO = [sys.executable, str(ROOT / "main.py")]
Publish = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def mishao(loaded: Prepared) -> Publish:
    def run(secret: Path, *words: str) -> subprocess.CompletedProcess[str]:
        done = loaded.run(words, {**os.environ, "MISHAO_PASSPHRASE_FILE": str(secret)})
        return subprocess.CompletedProcess(words, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def publish(mishao: Publish) -> Publish:
    def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
        secret = folder.with_name("passphrase")
        secret.write_text(PASSPHRASE + "\n", "utf-8")
        return mishao(secret, "publish", words[0], str(folder), *words[1:])

    return run


def test_from_nothing_to_a_release_that_is_withdrawn(publish: Publish, tmp_path: Path) -> None:
    office, pack = tmp_path / "office", tmp_path / "unit.yaml"
    pack.write_text(unit_pack("青松甲号"), "utf-8")
    made = publish(office, "init", "--server", "https://rules.example.invalid/mishao", "--root-keys", "1",
                   "--root-threshold", "1")
    assert made.returncode == 0, made.stderr
    written = (office / "install" / "supply.toml").read_text("utf-8")
    assert 'servers = ["https://rules.example.invalid/mishao"]' in written
    done = publish(office, "release", "--pack", str(pack), "--percent", "10", "--group", "试点", "--yes")
    assert done.returncode == 0, done.stderr
    assert re.search("第 1 号 不拍密.*；测试规则 青松甲号：已签名发布", done.stdout)
    assert publish(office, "withdraw", "1", "--reason", "误报太多", "--emergency").returncode == 0
    told = publish(office, "status", "--json")
    assert told.returncode == 0, told.stderr
    assert [entry["withdrawn"] for entry in json.loads(told.stdout)["releases"]] == ["误报太多"]


@pytest.mark.thorough
def test_a_release_is_widened_renewed_suspended_and_signed_by_new_keys(publish: Publish, tmp_path: Path) -> None:
    office, pack = tmp_path / "office", tmp_path / "unit.yaml"
    pack.write_text(unit_pack("青松甲号"), "utf-8")
    assert publish(office, "init", "--server", str(office), "--root-keys", "1", "--root-threshold", "1").returncode == 0
    assert publish(office, "release", "--pack", str(pack), "--yes").returncode == 0
    assert "频道 正式，100%，加上组 试点，" in publish(office, "promote", "1", "--percent", "100", "--yes").stdout
    assert "频道 正式，100%，没有另加组，" in publish(office, "promote", "1", "--no-groups", "--yes").stdout
    before = json.loads(publish(office, "status", "--json").stdout)
    assert "已续签" in publish(office, "resign").stdout
    old = before["roles"]["targets"]["keys"][0]
    told = publish(office, "add-key", "targets", "--drop", old, "--to", str(tmp_path / "stick")).stdout
    (made,) = (tmp_path / "stick").iterdir()
    assert f"{made}。请交给保管人" in told
    assert f"规则密钥 {old} 已作废。请销毁它的文件和备份：{office / 'keys' / f'targets-{old}.key'}" in told
    made.rename(office / "keys" / made.name)
    assert publish(office, "suspend", "--hours", "1", "--reason", "演练", "--yes", "--loosen", "模式").returncode == 0
    held = json.loads(publish(office, "status", "--json").stdout)
    assert held["suspension"]["reason"] == "演练"
    assert old not in held["roles"]["targets"]["keys"]
    assert held["releases"][0]["percent"] == 100
    assert publish(office, "resume").returncode == 0
    assert json.loads(publish(office, "status", "--json").stdout)["suspension"] is None


def test_a_folder_that_is_none_is_said_in_words(publish: Publish, tmp_path: Path) -> None:
    done = publish(tmp_path / "absent", "status")
    assert done.returncode == 1
    assert "请先运行 mishao publish init" in done.stderr


def test_a_false_alarm_is_answered_by_its_number_and_what_cannot_be_meant_is_refused(
        publish: Publish, tmp_path: Path) -> None:
    office, pack = tmp_path / "office", tmp_path / "unit.yaml"
    pack.write_text(unit_pack("青松甲号"), "utf-8")
    number = number_of("an item")
    assert publish(office, "init", "--server", str(office), "--root-keys", "1", "--root-threshold", "1").returncode == 0
    early = publish(office, "answer", number, "--adopt")
    assert (early.returncode, "还没有发布过规则" in early.stderr) == (1, True)
    assert publish(office, "release", "--pack", str(pack), "--yes").returncode == 0
    for words, why in (((number[:-1] + "U", "--adopt"), "反馈号"), ((number, "--reject"), "--words"),
                       ((number, "--adopt", "--since", "下周"), "--since"),
                       ((number, "--adopt", "--since", "0001-01-01"), "太早"),
                       ((number, "--reject", "--words", "长" * 201), "200")):
        refused = publish(office, "answer", *words)
        assert (refused.returncode, why in refused.stderr) == (1, True), refused.stderr
    assert publish(office, "answer", number.lower(), "--reject", "--words", "仍要核对").returncode == 0
    done = publish(office, "answer", number, "--adopt", "--since", "2026-12-01")
    assert f"反馈 {number} 已采纳" in done.stdout, done.stderr
    (told,) = json.loads(publish(office, "status", "--json").stdout)["answers"]
    assert (told["number"], told["adopted"], told["words"], told["since"]) == (number, True, "", "2026-12-01")


def test_the_status_is_read_in_chinese_and_what_ran_out_is_said_to_be_over(publish: Publish, tmp_path: Path) -> None:
    office = tmp_path / "office"
    server = "http://rules.example.invalid"
    made = publish(office, "init", "--server", server, "--root-keys", "2", "--root-threshold", "1")
    assert f"▲ {server} 没有加密" in made.stdout
    root, rules, online = (sorted(path.name.split("-")[1][:8] for path in (office / "keys").glob(f"{role}-*"))
                           for role in ("root", "targets", "online"))
    told = publish(office, "status")
    keys = [line.strip() for line in told.stdout.splitlines() if "编号" in line]
    assert [line.split("；")[0] for line in keys] == ["根密钥：2 把，1 把签名有效", "规则密钥：1 把，1 把签名有效",
                                                     "在线密钥：1 把，1 把签名有效"]
    assert [sorted(line.split("编号 ")[1].split("、")) for line in keys] == [root, rules, online]
    assert "● 在线签名 有效到" in told.stdout
    assert not re.search("root|targets|timestamp|snapshot|\\[", told.stdout)
    Repository(office / "repository", fresh_days=-10).write_fresh(Office.at(office, (), lambda _: PASSPHRASE).keys)
    late = publish(office, "status")
    assert late.returncode == 1
    assert re.search(r"▲ 在线签名 \d{4}-\d\d-\d\d 已过期。请运行 mishao publish resign。", late.stdout)
    assert "-10" not in late.stdout


def test_the_passphrase_of_a_new_key_is_asked_twice_and_says_whose_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "授权"
    asked = typed_at([*MISHAO, "authorise", "init", str(folder)],
                     [PASSPHRASE, PASSPHRASE + "x", PASSPHRASE, PASSPHRASE])
    assert re.fullmatch("给新密钥 authorise-[0-9a-f]{8}（授权密钥，开授权码用）设一个口令，至少 12 个字符：", asked[0])
    assert asked[1] == "再输入一遍："
    assert "两遍不一样" in asked[2]
    assert asked[3] == "再输入一遍："
    assert list((folder / "keys").glob("authorise-*.key"))


def test_the_passphrase_of_a_key_in_use_is_asked_once_and_says_whose_it_is(publish: Publish, tmp_path: Path) -> None:
    office, pack = tmp_path / "office", tmp_path / "unit.yaml"
    pack.write_text(unit_pack("青松甲号"), "utf-8")
    made = publish(office, "init", "--server", "https://x.example.invalid/m", "--root-keys", "1", "--root-threshold",
                   "1")
    assert made.returncode == 0, made.stderr
    (asked,) = typed_at([*MISHAO, "publish", "release", str(office), "--pack", str(pack), "--yes"], [PASSPHRASE])
    assert re.search("密钥 targets-[0-9a-f]{8}（规则密钥，签名发布用）的口令：$", asked)


def typed_at(command: list[str], lines: list[str]) -> list[str]:
    """Run a command on a terminal of its own, answer each question with the next line, and return the questions."""
    person, terminal = os.openpty()
    asked = []
    with subprocess.Popen(command, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          start_new_session=True) as process:  # getpass asks on standard error without a terminal
        assert process.stderr is not None
        for line in lines:
            shown = b""
            while not shown.endswith("：".encode()):
                more = process.stderr.read(1)
                assert more, shown.decode("utf-8", "replace")
                shown += more
            asked.append(shown.decode().strip())
            os.write(person, f"{line}\n".encode())
        process.communicate(timeout=90)
    os.close(terminal)
    os.close(person)
    assert process.returncode == 0
    return asked


def test_a_passphrase_that_is_wrong_or_missing_is_said_without_words_of_another_command(
        mishao: Publish, tmp_path: Path) -> None:
    secret, wrong = tmp_path / "secret", tmp_path / "wrong"
    secret.write_text(PASSPHRASE, "utf-8")
    wrong.write_text("另一个足够长的口令一二三四", "utf-8")
    desk = tmp_path / "desk"
    assert mishao(secret, "authorise", "init", str(desk)).returncode == 0
    request = CodeRequest(Nature.WORK_SECRET, bytes([9]) * 32).text()
    signing, opening = ("authorise", "sign", str(desk), request), ("publish", "init", str(tmp_path / "office"))
    for file, words, why in ((wrong, signing, "口令不对，没有签名"), (tmp_path / "absent", signing, "口令文件不能读取"),
                             (tmp_path / "absent", opening, "口令文件不能读取")):
        refused = mishao(file, *words)
        assert (refused.returncode, why in refused.stderr) == (1, True), refused.stderr
        assert "没有发布" not in refused.stderr
    assert mishao(secret, *signing).returncode == 0
