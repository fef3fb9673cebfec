"""Tests where records may go: only where the policy or the machine layer says, with messages that name what is wrong.
"""

from __future__ import annotations

import queue
from pathlib import Path

import pytest

from guard.config.builtin_policy import builtin_policy
from guard.config.errors import PolicyError
from guard.config.policy_file import load
from guard.config.user_config import load_configuration
from guard.core.events import Event, EventKind
from guard.core.reporting import REPORTING, Field, Receiver, ReceiverKind, Reporting, ReportingError
from guard.journal import open_journal
from guard.journal.machine_reporting import with_machine
from guard.journal.reporter import Reporter
from guard.platform.machine import MachineLayer
from rules.schema.problem import InvalidFileError
from rules.schema.record import validated

SECTION = """
上报:
  去处:
  - {种类: syslog, 地址: "10.0.0.5:6514", 证书: "-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----"}
  - {种类: otlp, 地址: "https://10.0.0.6:4318"}
  字段: [规则, 理由]
  每秒最多: 50
"""


def reporting_of(document: object) -> Reporting:
    return validated(REPORTING, document, "report.toml", lambda _: 0)


def layer(folder: Path, content: str, *, trusted: bool = True) -> MachineLayer:
    (folder / "report.toml").write_text(content, "utf-8")
    return MachineLayer(folder, lambda _: trusted)


def test_nothing_is_reported_unless_somebody_says_where() -> None:
    assert load(builtin_policy(), "policy").reporting == Reporting()
    assert Reporting().receivers == ()


def test_a_policy_says_where_what_and_how_much() -> None:
    reporting = load(builtin_policy() + SECTION.encode(), "policy").reporting
    assert [receiver.kind for receiver in reporting.receivers] == [ReceiverKind.SYSLOG, ReceiverKind.OTLP]
    assert reporting.receivers[0].tls
    assert reporting.fields == (Field.RULES, Field.REASON)
    assert reporting.per_second == 50


@pytest.mark.parametrize("section", [
    "上报: {去处: [{种类: 信鸽, 地址: \"a:1\"}]}", "上报: {去处: [{种类: syslog, 地址: 没有端口}]}",
    "上报: {去处: [{种类: otlp, 地址: \"ftp://a:1\"}]}", "上报: {字段: [内容]}", "上报: {每秒最多: 0}",
    "上报: {别的: 1}", "上报: {报到间隔分钟: 99999}",
])
def test_a_section_that_cannot_be_meant_is_refused_in_words(section: str) -> None:
    with pytest.raises(PolicyError, match=r"上报|每秒最多"):
        load(builtin_policy() + section.encode(), "policy")


@pytest.mark.parametrize(("document", "words"), [
    ({"去处": [{"种类": "信鸽", "地址": "a:1"}]}, "“去处 → 第 1 条 → 种类”只能写：syslog、otlp。"),
    ({"去处": [{"种类": "syslog"}]}, "缺少“去处 → 第 1 条 → 地址”。请补上这一项。"),
    ({"receivers": [{"kind": "syslog"}]}, "缺少“receivers → 第 1 条 → address”。请补上这一项。"),
    ({"字段": ["规则", "内容"]},
     "“字段 → 第 2 条”只能写：规则、结果、数量、给出、编号、程序、理由、来自、性质、类型、自查。"),
    ({"每秒最多": "多"}, "“每秒最多”要写整数。"),
    ({"去处": 3}, "“去处”要写成列表，"),
    ({"别的": 1}, "不认识“别的”。请删除这一项，"),
    ({"每秒": 1}, "不认识“每秒”。是不是“每秒最多”？"),
    ({"去处": [], "receivers": []}, "“去处”写了两次。"),
    ({"receivers": [{"kind": "syslog", "address": 1}]}, "“receivers → 第 1 条 → address”要写文字；"),
    *(({"receivers": [{"kind": "syslog", "address": address}]}, f"上报的地址写法不对：{address}。") for address in (
        "log..unit.local:514", "a b:1", "u:p@h:1", "h:1/path", "h", "h:0", "h:99999", ":514", "[::g]:1", "::1:514",
        f"{'x' * 64}.local:1")),
    *(({"receivers": [{"kind": "otlp", "address": address}]}, f"上报的地址写法不对：{address}。") for address in (
        "http:", "https://", "https://x:99999", "https://u:p@x", "https://a..b", "https://x/?q", "https://a b", "x:1")),
    ({"receivers": [{"kind": "syslog", "address": "h:1", "certificates": "/etc/ssl/证书.pem"}]},
     "“receivers → 第 1 条 → certificates”要写证书的原文（PEM）"),
    (3, "整个文件要写成“键: 值”的形式。"),
    ({"receivers": [{"address": "h:1"}]}, "缺少“receivers → 第 1 条 → kind”。"),
    ({"per_secnd": 1}, "不认识“per_secnd”。是不是“per_second”？"),
])
def test_a_mistake_is_said_in_chinese_with_its_place_as_it_was_written(document: object, words: str) -> None:
    with pytest.raises(InvalidFileError) as caught:
        reporting_of(document)
    (problem,) = caught.value.problems
    assert problem.message.startswith(words)


@pytest.mark.parametrize(("document", "names"), [
    ({"receivers": [{}]}, ["receivers → 第 1 条 → kind", "receivers → 第 1 条 → address"]),
    ({"去处": [{}]}, ["去处 → 第 1 条 → 种类", "去处 → 第 1 条 → 地址"]),
])
def test_what_an_empty_entry_lacks_is_named_as_it_can_be_written_there(document: object, names: list[str]) -> None:
    with pytest.raises(InvalidFileError) as caught:
        reporting_of(document)
    assert [problem.message for problem in caught.value.problems] == [f"缺少“{name}”。请补上这一项。" for name in names]


@pytest.mark.parametrize(("kind", "address"), [
    ("syslog", "10.0.0.5:6514"), ("syslog", "日志.单位.local:514"), ("syslog", "[fe80::1%eth0]:514"),
    ("syslog", "log_1:65535"), ("otlp", "https://10.0.0.6:4318"), ("otlp", "http://collector/otel/"),
    ("otlp", "https://[::1]"),
])
def test_an_address_that_can_be_meant_is_taken(kind: str, address: str) -> None:
    (receiver,) = reporting_of({"receivers": [{"kind": kind, "address": address}]}).receivers
    assert receiver.address == address


def test_only_the_certificates_of_a_file_are_taken_whatever_is_written_between_them() -> None:
    pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"
    (receiver,) = reporting_of({"receivers": [
        {"kind": "syslog", "address": "h:1", "certificates": f"单位根证书\n{pem}\n\n中间证书\n{pem}\n"}]}).receivers
    assert receiver.certificates == f"{pem}\n{pem}\n"
    assert receiver.certificates.isascii()


def test_the_machine_layer_adds_receivers_and_says_who_the_computer_is(tmp_path: Path) -> None:
    own = layer(tmp_path, 'unit = "办公室"\ndevice = "PC-007"\n[[receivers]]\nkind = "syslog"\naddress = "[::1]:514"\n')
    of_policy = reporting_of({"去处": [{"种类": "otlp", "地址": "https://10.0.0.6:4318"}], "字段": ["规则"]})
    both = with_machine(of_policy, own)
    assert [receiver.address for receiver in both.receivers] == ["https://10.0.0.6:4318", "[::1]:514"]
    assert (both.unit, both.device, both.fields) == ("办公室", "PC-007", (Field.RULES,))
    assert with_machine(Reporting(), own).receivers == (Receiver(ReceiverKind.SYSLOG, "[::1]:514"),)


@pytest.mark.parametrize(("content", "trusted"), [
    ("unit = ", True), ("receivers = 3", True), ('unit = "x"', False), ("unit = " + "9" * 5000, True),
    ("unit = " + "[" * 100_000, True),
], ids=["half a line", "no list", "writable", "thousands of digits", "thousands of brackets"])
def test_a_machine_layer_that_is_wrong_or_that_others_may_write_is_not_followed(tmp_path: Path, content: str,
                                                                                trusted: bool) -> None:
    with pytest.raises(ReportingError, match=rf"^{tmp_path / 'report.toml'}(:1)?：(?!{tmp_path})"):
        with_machine(Reporting(), layer(tmp_path, content, trusted=trusted))


def test_a_user_cannot_name_a_receiver() -> None:
    with pytest.raises(PolicyError):
        load_configuration(b'[reporting]\nreceivers = []\n', "mishao.toml")


def test_a_machine_layer_that_was_mended_is_no_trouble_any_more(tmp_path: Path) -> None:
    troubles: list[str] = []
    journal = open_journal(tmp_path / "journal")
    telling = Reporter(None, layer(tmp_path, "unit = "), journal, dict, troubles.append)
    telling.apply(Reporting())
    layer(tmp_path, 'unit = "办公室"')
    telling.apply(Reporting())
    journal.close()
    wrong, right = troubles
    assert "report.toml" in wrong
    assert right == ""


def test_a_receiver_that_cannot_be_used_stays_a_trouble_when_rules_come_that_change_no_receiver(tmp_path: Path) -> None:
    troubles: queue.SimpleQueue[str] = queue.SimpleQueue()
    journal = open_journal(tmp_path / "journal")
    journal.append(Event(EventKind.STARTED, 1.0))
    telling = Reporter(journal.path, layer(tmp_path, ""), journal, dict, troubles.put)
    hopeless = Reporting((Receiver(ReceiverKind.SYSLOG, "log..unit.example:6514", tls=False),))
    telling.apply(hopeless)
    told = [troubles.get(timeout=30) for _ in ("of the setting", "of the receiver")]
    assert "log..unit.example" in told[-1]
    telling.apply(hopeless)
    assert "log..unit.example" in troubles.get(timeout=30)
    telling.apply(Reporting())
    assert troubles.get(timeout=30) == ""
    telling.stop()
    journal.close()


def test_what_leaves_is_said_also_where_the_machine_layer_alone_names_a_receiver(tmp_path: Path) -> None:
    journal = open_journal(tmp_path / "journal")
    telling = Reporter(tmp_path / "journal", layer(tmp_path, ""), journal, dict, lambda _: None)
    assert telling.apply(Reporting()) is None
    layer(tmp_path, '[[receivers]]\nkind = "syslog"\naddress = "[::1]:514"\n')
    assert telling.apply(Reporting()) == Reporting().fields
    telling.stop()
    journal.close()
