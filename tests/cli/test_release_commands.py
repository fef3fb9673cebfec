"""Tests that `mishao publish release` starts from what the ring has, and shows what it changes before it signs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from guard.config.builtin_policy import builtin_policy
from guard.publish.office import Office
from guard.publish.releasing import release
from guard.publish.repository import Repository
from guard.publish.unit_key import write_key
from guard.supply.bundle import Bundle, NamedPack
from tests.support.prepared import Prepared
from tests.support.program import ROOT
from tests.support.publishing import EVERYONE, PASSPHRASE, unit_pack
from tests.support.tables import KEY, made

Publish = Callable[..., subprocess.CompletedProcess[str]]
RECEIVER = "上报: {去处: [{种类: syslog, 地址: \"10.0.0.9:6514\"}]}\n"


def publishing(loaded: Prepared, folder: Path) -> Publish:
    """Return what carries out `mishao publish` for the office in a folder, with the passphrase that is beside it."""
    def run(word: str, *words: str) -> subprocess.CompletedProcess[str]:
        done = loaded.run(("publish", word, str(folder / "office"), *words),
                          {**os.environ, "MISHAO_PASSPHRASE_FILE": str(folder / "passphrase")})
        return subprocess.CompletedProcess(words, done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture(scope="module")
def new_office(loaded: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an office that has published nothing."""
    folder = tmp_path_factory.mktemp("new")
    (folder / "passphrase").write_text(PASSPHRASE + "\n", "utf-8")
    made = publishing(loaded, folder)("init", "--server", "/srv", "--root-keys", "1", "--root-threshold", "1")
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture(scope="module")
def office_with_pilots(loaded: Prepared, new_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an office whose pilots have two packs, record only, and report to a receiver."""
    folder = tmp_path_factory.mktemp("pilots")
    shutil.copytree(new_office, folder, dirs_exist_ok=True)
    policy = builtin_policy().decode().replace("模式: 拦截", "模式: 仅记录") + RECEIVER
    (folder / "策略.yaml").write_text(policy, "utf-8")
    (folder / "甲.yaml").write_text(unit_pack("青松甲号"), "utf-8")
    other = unit_pack("白杨乙号").replace("T-01", "T-02").replace("测试规则", "乙规则")
    (folder / "乙.yaml").write_text(other, "utf-8")
    done = publishing(loaded, folder)(
        "release", "--pack", str(folder / "甲.yaml"), "--pack", str(folder / "乙.yaml"), "--policy",
        str(folder / "策略.yaml"), "--yes", "--loosen", "模式")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def office_with_two_releases(loaded: Prepared, office_with_pilots: Path,
                             tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an office whose computers have a second release, which blocks; the first one only records."""
    folder = tmp_path_factory.mktemp("two")
    shutil.copytree(office_with_pilots, folder, dirs_exist_ok=True)
    run = publishing(loaded, folder)
    assert run("promote", "1", "--percent", "100", "--yes", "--loosen", "模式").returncode == 0
    policy = (folder / "策略.yaml").read_text("utf-8").replace("模式: 仅记录", "模式: 拦截")
    (folder / "策略.yaml").write_text(policy, "utf-8")
    done = run("release", "--policy", str(folder / "策略.yaml"), "--percent", "100", "--yes")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def office_of_an_older_version(new_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an office whose second release is in force; this version refuses the pack of the first."""
    folder = tmp_path_factory.mktemp("older")
    shutil.copytree(new_office, folder, dirs_exist_ok=True)
    office = Office.at(folder / "office", (), lambda _: PASSPHRASE)
    release(office, Bundle((NamedPack("旧.yaml", "规则包: 旧\n版本: '1'\n老键: 1\n散列密钥: {}\n"),)), EVERYONE, "旧")
    release(office, Bundle(builtin=True), EVERYONE)
    return folder


@pytest.fixture
def publish(loaded: Prepared, new_office: Path, tmp_path: Path) -> Publish:
    """An office that has published nothing, in the test's own folder."""
    shutil.copytree(new_office, tmp_path, dirs_exist_ok=True)
    return publishing(loaded, tmp_path)


@pytest.fixture
def published(loaded: Prepared, office_with_pilots: Path, tmp_path: Path) -> Publish:
    """The same with one release."""
    shutil.copytree(office_with_pilots, tmp_path, dirs_exist_ok=True)
    return publishing(loaded, tmp_path)


@pytest.fixture
def loose_then_strict(loaded: Prepared, office_with_two_releases: Path, tmp_path: Path) -> Publish:
    """The same with two."""
    shutil.copytree(office_with_two_releases, tmp_path, dirs_exist_ok=True)
    return publishing(loaded, tmp_path)


def newest(tmp_path: Path) -> Bundle:
    repository = Repository(tmp_path / "office" / "repository")
    return repository.bundle(repository.index().releases[-1])


def test_a_release_of_one_pack_keeps_the_policy_the_receiver_and_the_other_packs(
        published: Publish, tmp_path: Path) -> None:
    before = newest(tmp_path)
    (tmp_path / "甲.yaml").write_text(unit_pack("红枫丙号"), "utf-8")
    done = published("release", "--pack", str(tmp_path / "甲.yaml"), "--yes", "--loosen", "T-01")
    assert done.returncode == 0, done.stderr
    after = newest(tmp_path)
    assert (after.policy, after.builtin) == (before.policy, True)
    assert [pack.name for pack in after.packs] == ["甲.yaml", "乙.yaml"]
    assert "红枫丙号" in after.packs[0].yaml
    assert after.packs[1] == before.packs[1]


def test_the_ring_is_that_of_the_pilots_unless_another_is_named(published: Publish, tmp_path: Path) -> None:
    (release,) = json.loads(published("status", "--json").stdout)["releases"]
    assert (release["percent"], release["groups"]) == (0, ["试点"])


def test_what_changes_is_shown_and_nothing_is_signed_before_somebody_agrees(
        published: Publish, tmp_path: Path) -> None:
    done = published("release", "--pack", str(tmp_path / "甲.yaml"))
    assert (done.returncode, "--yes" in done.stderr) == (1, True), done.stderr
    assert "和第 1 号" in done.stdout
    assert len(json.loads(published("status", "--json").stdout)["releases"]) == 1


def test_nothing_that_loosens_is_signed_by_a_script_that_does_not_name_it(published: Publish, tmp_path: Path) -> None:
    policy = (tmp_path / "策略.yaml").read_text("utf-8").replace(RECEIVER, "")
    (tmp_path / "策略.yaml").write_text(policy, "utf-8")
    asked = ("release", "--policy", str(tmp_path / "策略.yaml"), "--drop", "乙.yaml", "--yes")
    refused = published(*asked)
    assert refused.returncode == 1
    assert "▲ 放宽 上报" in refused.stdout
    assert "▲ 放宽 乙.yaml" in refused.stdout
    assert "--loosen 上报 --loosen 乙.yaml" in refused.stderr
    half = published(*asked, "--loosen", "上报")
    assert (half.returncode, "--loosen 乙.yaml" in half.stderr) == (1, True)
    assert published(*asked, "--loosen", "上报", "--loosen", "乙.yaml").returncode == 0
    assert [pack.name for pack in newest(tmp_path).packs] == ["甲.yaml"]


def test_a_name_that_is_nothing_of_what_differs_is_refused(published: Publish, tmp_path: Path) -> None:
    asked = ("release", "--drop", "乙.yaml", "--yes", "--loosen", "乙.yaml")
    refused = published(*asked, "--loosen", "甲乙.yaml")
    assert (refused.returncode, "没有叫“甲乙.yaml”的" in refused.stderr) == (1, True)
    assert "会放宽的：乙.yaml" in refused.stderr
    assert published(*asked, "--loosen", "模式").returncode == 0


def test_what_is_dropped_must_be_there(published: Publish) -> None:
    done = published("release", "--drop", "丙.yaml", "--yes")
    assert done.returncode == 1
    assert "没有“丙.yaml”" in done.stderr
    assert "内置、甲.yaml、乙.yaml、策略" in done.stderr


def test_a_wider_ring_is_compared_with_what_its_computers_have(published: Publish) -> None:
    refused = published("promote", "1", "--percent", "100", "--yes")
    assert refused.returncode == 1
    assert "和程序自带的规则比" in refused.stdout
    assert "▲ 放宽 模式：拦截 → 仅记录" in refused.stdout
    assert published("promote", "1", "--percent", "100", "--yes", "--loosen", "模式").returncode == 0


@pytest.mark.parametrize("narrower", [("--percent", "1"), ("--percent", "0", "--group", "试点"),
                                      ("--channel", "测试", "--new-channel")])
def test_computers_that_lose_a_release_are_compared_with_what_they_return_to(
        loose_then_strict: Publish, narrower: tuple[str, ...]) -> None:
    refused = loose_then_strict("promote", "2", *narrower, "--yes")
    assert refused.returncode == 1
    assert "不再收到第 2 号的电脑，退回第 1 号" in refused.stdout
    assert "▲ 放宽 模式：拦截 → 仅记录" in refused.stdout
    told = json.loads(loose_then_strict("promote", "2", *narrower, "--yes", "--loosen", "模式", "--json").stdout)
    assert told["done"]
    assert [one["returns_to"] for one in told["changes"] if one["part"] == "模式" and one["loosens"]] == [1]


def test_a_withdrawal_and_a_suspension_show_what_loosens_and_are_signed_only_when_somebody_agrees(
        loose_then_strict: Publish) -> None:
    for words in (("withdraw", "2", "--reason", "误报"), ("suspend", "--hours", "1", "--reason", "误报")):
        refused = loose_then_strict(*words)
        assert (refused.returncode, "没有人确认" in refused.stderr) == (1, True)
        assert "▲ 放宽 模式：拦截 → " in refused.stdout
        unnamed = loose_then_strict(*words, "--yes")
        assert (unnamed.returncode, "--loosen 模式" in unnamed.stderr) == (1, True)
    state = json.loads(loose_then_strict("status", "--json").stdout)
    assert (state["suspension"], [one["withdrawn"] for one in state["releases"]]) == (None, ["", ""])
    assert loose_then_strict("suspend", "--hours", "1", "--reason", "误报", "--emergency").returncode == 0
    done = loose_then_strict("withdraw", "2", "--reason", "误报", "--yes", "--loosen", "模式")
    assert (done.returncode, "退回第 1 号" in done.stdout) == (0, True), done.stderr


def test_a_ring_that_changes_nothing_on_any_computer_is_told_to_do_so(loose_then_strict: Publish) -> None:
    done = loose_then_strict("promote", "1", "--no-groups", "--yes")
    assert (done.returncode, "没有一台电脑会因此换规则" in done.stdout) == (0, True), done.stderr


def test_a_group_that_no_release_has_is_said_before_it_is_signed(loose_then_strict: Publish) -> None:
    for group, said in (("试电", True), ("试电", False), ("试点", False)):
        done = loose_then_strict("promote", "2", "--percent", "0", "--group", group, "--yes", "--loosen", "模式")
        assert done.returncode == 0, done.stderr
        assert (f"组“{group}”是第一次用" in done.stdout) is said


def test_the_differences_are_an_object_for_programs(published: Publish, tmp_path: Path) -> None:
    done = published("release", "--drop", "乙.yaml", "--yes", "--loosen", "乙.yaml", "--json")
    told = json.loads(done.stdout)
    assert told["done"]
    assert [(one["part"], one["loosens"]) for one in told["changes"]] == [("乙.yaml", True), ("T-02", True)]


@pytest.mark.parametrize(("typed", "signed"), [
    ("是", False), pytest.param("放宽", True, marks=pytest.mark.thorough)])
def test_on_a_terminal_what_loosens_is_signed_after_another_word_than_for_the_harmless(
        published: Publish, tmp_path: Path, typed: str, signed: bool) -> None:
    person, terminal = os.openpty()
    command = [sys.executable, str(ROOT / "main.py"), "publish", "release", str(tmp_path / "office"), "--drop",
               "乙.yaml"]
    with subprocess.Popen(command, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env={**os.environ, "MISHAO_PASSPHRASE_FILE": str(tmp_path / "passphrase")}) as process:
        os.write(person, f"{typed}\n".encode())
        shown, _ = process.communicate(timeout=90)
    os.close(terminal)
    os.close(person)
    assert "▲ 放宽 乙.yaml" in shown.decode()
    assert "请输入“放宽”" in shown.decode()
    assert (process.returncode == 0) == signed
    assert len(json.loads(published("status", "--json").stdout)["releases"]) == 1 + signed


def test_a_table_is_released_listed_and_removed_by_its_name(loaded: Prepared, new_office: Path, tmp_path: Path) -> None:
    shutil.copytree(new_office, tmp_path, dirs_exist_ok=True)
    publish = publishing(loaded, tmp_path)
    (tmp_path / "学生.edm").write_bytes(made().content)
    done = publish("release", "--exact", str(tmp_path / "学生.edm"), "--yes", "--json")
    assert done.returncode == 0, done.stderr
    assert "名单索引“在校学生”：新增" in done.stdout
    assert list((tmp_path / "office/repository/targets/exact").glob("*.edm"))
    refused = publish("release", "--drop", "在校学生", "--yes")
    assert refused.returncode == 1
    assert "--loosen 在校学生" in refused.stderr
    assert publish("release", "--drop", "在校学生", "--yes", "--loosen", "在校学生").returncode == 0


def test_in_an_emergency_rules_are_withdrawn_also_where_they_cannot_be_compared(
        loaded: Prepared, office_of_an_older_version: Path, tmp_path: Path) -> None:
    shutil.copytree(office_of_an_older_version, tmp_path, dirs_exist_ok=True)
    run = publishing(loaded, tmp_path)
    withdrawal = ("withdraw", "2", "--reason", "误拦")
    refused = run(*withdrawal, "--yes")
    assert refused.returncode == 1
    assert "没有签名：第 1 号的规则，这个版本的密哨读不出来" in refused.stderr
    assert "--emergency" in refused.stderr
    write_key(tmp_path / "exact.key", KEY)
    done = run(*withdrawal, "--emergency", "--exact-key", str(tmp_path / "exact.key"))
    assert done.returncode == 0, done.stderr
    assert "▲ 旧.yaml：这个版本的密哨读不出来，没有核对写的话里有没有它隐去的代号" in done.stdout.replace("\n", "")
    assert "▲ 放宽 没有比较，变了什么看不出来：旧.yaml:3：不认识“老键”" in done.stdout.replace("\n", "")
    assert "第 2 号" in done.stdout
    done = run("suspend", "--reason", "误拦", "--emergency")
    assert done.returncode == 0, done.stderr
    assert "紧急停用到" in done.stdout
