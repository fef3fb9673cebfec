"""Tests what Group Policy gives instead of files of the machine layer, and that its template asks for just that."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from lxml import etree

from guard.core.reporting import Reporting, ReportingError
from guard.journal.machine_reporting import with_machine
from guard.platform.machine import MachineLayer, ReadFile
from guard.supply.group_policy import KEY, VALUES, Form, Values, given_by
from guard.supply.retention_file import InstalledError, retention_days
from guard.supply.trusted_sources import TrustError, trust_of
from tests.support.program import ROOT
from tests.support.publishing_fixtures import root_keys

__all__ = ["root_keys"]

TEMPLATES = ROOT / "packaging" / "windows" / "policies"
SERVER = "https://rules.example.invalid/mishao"
NAMESPACE = {"p": "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"}
ELEMENTS = {"multiText": {Form.LIST, Form.CONTENT}, "text": {Form.LINE}, "decimal": {Form.NUMBER}}
BOXES = {"multiText": "multiTextBox", "text": "textBox", "decimal": "decimalTextBox"}


def layer(folder: Path, values: Values) -> MachineLayer:
    """Return a machine layer in a folder, on a computer with these policies."""
    def given(name: str, file: ReadFile) -> bytes | None:
        return given_by(values, name, file)

    return replace(MachineLayer(folder, lambda _: True), given=given, giver=f"HKLM\\{KEY}")


def test_what_policies_say_is_in_force_whatever_the_files_say(tmp_path: Path, root_keys: Path) -> None:
    (tmp_path / "supply.toml").write_text("servers = ['https://other.invalid']", "utf-8")
    (tmp_path / "retention.toml").write_text("days = 20", "utf-8")
    machine = layer(tmp_path, {
        "Servers": (SERVER, " ", "rules.zip"), "RootKeys": tuple(root_keys.read_text("utf-8").splitlines()),
        "Channel": ("测试",), "Groups": ("试点", "窗口"), "RetentionDays": ("60",), "Device": ('PC-"7"',)})
    trust = trust_of(machine)
    assert trust is not None
    assert (trust.settings.servers[0], Path(trust.settings.servers[1]).name) == (SERVER, "rules.zip")
    assert (trust.settings.channel, trust.settings.groups) == ("测试", ("试点", "窗口"))
    assert json.loads(trust.root) == json.loads(root_keys.read_bytes())
    assert retention_days(machine) == 60
    assert with_machine(Reporting(), machine).device == 'PC-"7"'


def test_what_no_policy_says_the_files_say(tmp_path: Path) -> None:
    (tmp_path / "retention.toml").write_text("days = 20", "utf-8")
    (tmp_path / "report.toml").write_text('unit = "旧"\n[[receivers]]\nkind = "syslog"\naddress = "log.invalid:6514"\n',
                                          "utf-8")
    machine = layer(tmp_path, {"Unit": ("信息中心",), "Servers": ()})
    assert trust_of(machine) is None
    assert retention_days(machine) == 20
    reporting = with_machine(Reporting(), machine)
    assert (reporting.unit, [each.address for each in reporting.receivers]) == ("信息中心", ["log.invalid:6514"])


@pytest.mark.parametrize("days", ["5000", "0", "-5", "sixty", "60 天", "9" * 5000])
def test_a_policy_that_is_wrong_is_told_by_its_key(tmp_path: Path, days: str) -> None:
    with pytest.raises(InstalledError) as raised:
        retention_days(layer(tmp_path, {"RetentionDays": (days,)}))
    assert f"HKLM\\{KEY}" in str(raised.value)


def test_a_policy_about_rules_without_servers_is_told(tmp_path: Path, root_keys: Path) -> None:
    (tmp_path / "root.json").write_bytes(root_keys.read_bytes())
    with pytest.raises(TrustError, match="servers"):
        trust_of(layer(tmp_path, {"groups": ("试点",)}))


def test_a_field_that_was_left_empty_gives_nothing(tmp_path: Path, root_keys: Path) -> None:
    (tmp_path / "root.json").write_bytes(root_keys.read_bytes())
    trust = trust_of(layer(tmp_path, {"Servers": (SERVER,), "RootKeys": ("",), "Certificates": ("", " ")}))
    assert trust is not None
    assert (trust.root, trust.certificates) == (root_keys.read_bytes(), "")


def test_a_report_file_that_is_not_utf_8_is_told_whatever_a_policy_names(tmp_path: Path) -> None:
    (tmp_path / "report.toml").write_bytes('unit = "旧"\n'.encode("gbk"))
    with pytest.raises(ReportingError, match="UTF-8"):
        with_machine(Reporting(), layer(tmp_path, {"Unit": ("信息中心",)}))


def test_a_byte_order_mark_and_quoted_keys_of_a_report_file_are_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "report.toml").write_text('\ufeff"unit" = "旧"\r\nper_second = 5\r\n', "utf-8")
    assert with_machine(Reporting(), layer(tmp_path, {"Unit": ("信息中心",)})).unit == "信息中心"


def test_policies_that_cannot_be_read_are_no_policies_that_say_nothing(tmp_path: Path) -> None:
    def refused(_name: str, _file: ReadFile) -> NoReturn:
        raise PermissionError(13, "denied")

    with pytest.raises(InstalledError):
        retention_days(replace(layer(tmp_path, {}), given=refused))


def template() -> etree._Element:
    return etree.parse(TEMPLATES / "mishao.admx").getroot()


def elements() -> Iterator[etree._Element]:
    return (each for kind in ELEMENTS for each in template().iterfind(f".//p:elements/p:{kind}", NAMESPACE))


def test_the_template_writes_just_the_values_that_are_read() -> None:
    for kind, forms in ELEMENTS.items():
        assert {each.get("valueName") for each in elements() if etree.QName(each).localname == kind} == {
            name for name, (_, form) in VALUES.items() if form in forms}
    assert {each.get("key") for each in template().iterfind(".//p:policy", NAMESPACE)} == {KEY}


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_every_sentence_and_every_field_of_the_template_is_there_in(language: str) -> None:
    words = etree.parse(TEMPLATES / language / "mishao.adml").getroot()
    strings = {each.get("id") for each in words.iterfind(".//p:string", NAMESPACE)}
    text = (TEMPLATES / "mishao.admx").read_text("utf-8")
    assert set(re.findall(r"\$\(string\.(\w+)\)", text)) == strings
    shown = {each.get("id") for each in words.iterfind(".//p:presentation", NAMESPACE)}
    assert set(re.findall(r"\$\(presentation\.(\w+)\)", text)) == shown
    fields = {(each.get("refId"), etree.QName(each).localname) for each in words.iterfind(".//*[@refId]", NAMESPACE)}
    assert fields == {(each.get("id"), BOXES[etree.QName(each).localname]) for each in elements()}
