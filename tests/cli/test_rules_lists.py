"""Tests `mishao rules published|alert`: `check` lets listed documents pass or stops them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from guard.publish.contents import Contents
from guard.publish.planning import plan_release
from guard.publish.releasing import release
from guard.supply.builtin import BUILTIN_PACK, builtin_pack
from guard.supply.shared_ids import shared_ids
from rules.pack.loading import load
from tests.support.false_alarms import NOVEL
from tests.support.notices import notice
from tests.support.pictures import encode, render_document
from tests.support.program import Run, lines
from tests.support.publishing import EVERYONE, UnitOffice, unit_pack

DRAFT = notice(3).replace("工作的通知", "工作的通知（征求意见稿）", 1)
LEAK = notice(4)
OWN_ID = "BK-[0-9A-HJKMNP-TV-Z]{8}"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A folder with documents and a configuration that names the unit's pack beside it."""
    for name, text in (("通知.txt", DRAFT), ("改动.txt", f"各位请看：\n{DRAFT.replace('要', '应当')}"),
                       ("外泄.txt", LEAK), ("节选.txt", f"看这个\n{LEAK[150:420]}"), ("短.txt", "短文"),
                       ("密.txt", f"机密★5年\n{notice(5)}"), ("不公开.txt", f"公开属性：不予公开\n{notice(6)}")):
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "mishao.toml").write_text('[rules]\npacks = ["单位.yaml"]\n', "utf-8")
    return tmp_path


APPROVED = ("--reason", "书名，已核实", "--approver", "赵敏", "--until", (
    datetime.now().astimezone() + timedelta(days=30)).date().isoformat())


def _actions(mishao: Run, documents: Path, *names: str) -> list[str]:
    files = (str(documents / name) for name in names)
    done = mishao("check", "--json", "--config", str(documents / "mishao.toml"), *files)
    return [answer["action"] for answer in lines(done)]


def test_a_published_notice_and_a_mostly_identical_copy_pass(mishao: Run, documents: Path) -> None:
    assert [answer["action"] for answer in lines(mishao("check", "--json", str(documents / "通知.txt")))] == ["warn"]
    done = mishao("rules", "published", str(documents / "通知.txt"), "--pack", str(documents / "单位.yaml"))
    assert done.returncode == 0, done.stderr.decode()
    assert _actions(mishao, documents, "通知.txt", "改动.txt", "密.txt") == ["allow", "allow", "block"]


def test_a_document_under_alert_and_its_large_excerpt_are_blocked(mishao: Run, documents: Path) -> None:
    assert [answer["action"] for answer in lines(mishao("check", "--json", str(documents / "外泄.txt")))] == ["allow"]
    done = mishao("rules", "alert", str(documents / "外泄.txt"), "--basis", "布控单第1号", "--nature", "国家秘密",
                  "--pack", str(documents / "单位.yaml"))
    assert done.returncode == 0, done.stderr.decode()
    assert _actions(mishao, documents, "外泄.txt", "节选.txt", "短.txt") == ["block", "block", "allow"]
    assert mishao("rules", "test", str(documents / "单位.yaml")).returncode == 0


@pytest.mark.parametrize("listed", [
    ("alert", "外泄.txt", "--basis", "布控单第1号"), ("published", "通知.txt"), ("exempt", "密.txt", *APPROVED),
])
def test_a_pack_that_was_published_can_be_published_again_with_what_was_added(mishao: Run, documents: Path,
                                                                              listed: tuple[str, ...]) -> None:
    office, pack = UnitOffice.opened(documents / "office"), documents / "单位.yaml"
    pack.write_text(unit_pack("青松甲号"), "utf-8")
    contents = Contents((str(pack),))
    release(office.office, plan_release(office.office, contents, EVERYONE).bundle, EVERYONE)
    done = mishao("rules", listed[0], str(documents / listed[1]), *listed[2:], "--pack", str(pack))
    assert done.returncode == 0, done.stderr.decode()
    (yaml,) = (one.yaml for one in plan_release(office.office, contents, EVERYONE).bundle.packs)
    assert yaml == pack.read_text("utf-8")


def test_entries_are_printed_ready_to_paste(mishao: Run, documents: Path) -> None:
    printed = mishao("rules", "published", str(documents / "通知.txt"), "--name", "河道通知").stdout
    pasted = load("规则包: 单位\n版本: 1\n已发布清单:\n".encode() + printed, "pasted.yaml")
    assert [entry.name for entry in pasted.published] == ["河道通知"]
    (answer,) = lines(mishao("rules", "alert", str(documents / "外泄.txt"), "--basis", "布控单第1号", "--json"))
    assert re.fullmatch(OWN_ID, answer["entry"]["编号"])
    assert answer["path"] == str(documents / "外泄.txt")


def test_what_cannot_be_listed_is_said_and_the_rest_is_written(mishao: Run, documents: Path) -> None:
    names = ("短.txt", "密.txt", "none.txt", "不公开.txt", "通知.txt")
    pack = documents / "单位.yaml"
    done = mishao("rules", "published", *(str(documents / name) for name in names), "--pack", str(pack))
    assert done.returncode == 1
    said = done.stderr.decode()
    for words in ("短.txt：文字只有 2 个字", "密.txt：上面有密级标志“机密★5年”", "none.txt：", "不公开.txt：已经写入",
                  "BC-02"):
        assert words in said
    assert [entry.name for entry in load(pack.read_bytes(), "单位.yaml").published] == ["不公开", "通知"]


def test_a_document_is_listed_once_and_each_alert_has_an_id_of_its_own(mishao: Run, documents: Path) -> None:
    pack = str(documents / "单位.yaml")
    for name in ("外泄.txt", "通知.txt", "外泄.txt"):
        assert mishao("rules", "alert", str(documents / name), "--basis", "布控单", "--pack", pack).returncode == 0
    first, second = (entry.id for entry in load(Path(pack).read_bytes(), pack).alerts)
    assert re.fullmatch(OWN_ID, first)
    assert re.fullmatch(OWN_ID, second)
    assert first != second
    done = mishao("rules", "published", str(documents / "外泄.txt"), "--pack", pack)
    assert "同一份文字" in done.stderr.decode()


def test_alerts_written_apart_have_different_ids_and_can_be_in_force_together(mishao: Run, documents: Path) -> None:
    packs = []
    for name in ("外泄", "通知"):
        path = documents / f"{name}.yaml"
        done = mishao("rules", "alert", str(documents / f"{name}.txt"), "--basis", "布控单", "--pack", str(path))
        assert done.returncode == 0, done.stderr.decode()
        packs.append(load(path.read_bytes(), str(path)))
    assert shared_ids(packs) == ()


def test_an_id_of_a_rule_in_force_is_not_given_to_an_alert(mishao: Run, documents: Path) -> None:
    done = mishao("rules", "alert", str(documents / "外泄.txt"), "--basis", "布控单", "--id", "bc-02", "--json")
    (answer,) = lines(done)
    known = {rule.id.casefold() for rule in load(builtin_pack(), BUILTIN_PACK).rules}
    assert "bc-02" in known
    assert answer["entry"]["编号"].casefold() not in known


def test_a_pack_that_cannot_be_extended_is_left_as_it_was(mishao: Run, documents: Path) -> None:
    pack = documents / "单位.yaml"
    for written, code in (("规则包: [", 1), ("规则包: 甲\n版本: 1\n规则: []\n", 1)):
        pack.write_text(written, "utf-8")
        done = mishao("rules", "published", str(documents / "通知.txt"), "--pack", str(pack))
        assert done.returncode == code
        assert "单位.yaml" in done.stderr.decode()
        assert pack.read_text("utf-8") == written
    assert sorted(path.name for path in documents.iterdir() if path.name.startswith(".")) == []


def test_an_entry_that_no_pack_could_hold_is_not_printed(mishao: Run, documents: Path) -> None:
    done = mishao("rules", "alert", str(documents / "外泄.txt"), "--basis", "布控单第1号", "--id", "不 行")
    assert (done.returncode, done.stdout) == (1, b"")
    assert "编号" in done.stderr.decode()


def test_a_pack_that_cannot_be_written_is_said_and_stays(mishao: Run, documents: Path) -> None:
    done = mishao("rules", "published", str(documents / "通知.txt"), "--pack", str(documents / "没有" / "单位.yaml"))
    assert done.returncode == 2
    assert "不能写入" in done.stderr.decode()
    assert not (documents / "没有").exists()


def test_a_picture_of_a_document_is_read_as_check_reads_it(mishao: Run, documents: Path) -> None:
    shown = "\n".join(LEAK.split("\n")[:8])
    (documents / "外泄.png").write_bytes(encode(render_document(shown)))
    done = mishao("rules", "alert", str(documents / "外泄.png"), "--basis", "布控单",
                  "--pack", str(documents / "单位.yaml"))
    assert done.returncode == 0, done.stderr.decode()
    assert _actions(mishao, documents, "外泄.txt") == ["block"]


def test_a_false_alarm_is_exempted_in_the_pack_and_waits_for_its_signature(mishao: Run, documents: Path) -> None:
    (documents / "书目.txt").write_text(NOVEL, "utf-8")
    pack = documents / "单位.yaml"
    done = mishao("rules", "exempt", str(documents / "书目.txt"), *APPROVED, "--pack", str(pack))
    assert done.returncode == 0, done.stderr.decode()
    (entry,) = load(pack.read_bytes(), "单位.yaml").exempted
    assert (entry.name, entry.reason, entry.approver) == ("书目", "书名，已核实", "赵敏")
    assert NOVEL[:10] not in pack.read_text("utf-8")
    assert _actions(mishao, documents, "书目.txt") == ["block"], "nobody has signed it"
    again = mishao("rules", "exempt", str(documents / "书目.txt"), *APPROVED, "--pack", str(pack))
    assert (again.returncode, "不再添加" in again.stderr.decode()) == (0, True)


@pytest.mark.parametrize(("words", "told"), [
    (("{}/通知.txt", *APPROVED), "不需要“误报豁免”"),
    (("{}/密.txt", *APPROVED[:4], "--until", "2020-01-01"), "到期"),
    (("{}/密.txt", *APPROVED[:4], "--until", "2099-01-01"), "最长一年"),
    (("{}/密.txt", *APPROVED[:4], "--until", "明年"), "看不懂"),
    (("{}/密.txt", *APPROVED[:4], "--until", "9999-12-31"), "太晚"),
    (("{}/密.txt", "--code", "1234", *APPROVED), "二选一"),
    (("--code", "1234", *APPROVED), "--name"),
    (("--code", "1234", "--name", "书目", *APPROVED), "内容码："),
])
def test_what_cannot_be_exempted_is_said(mishao: Run, documents: Path, words: tuple[str, ...], told: str) -> None:
    pack = documents / "单位.yaml"
    done = mishao("rules", "exempt", *(word.format(documents) for word in words), "--pack", str(pack))
    assert done.returncode != 0
    assert told in done.stderr.decode().replace("\n", "").replace("│", "").replace(" ", "")
    assert not pack.exists()
