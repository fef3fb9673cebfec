"""Tests what two bundles are said to differ by, and what of it loosens."""

from __future__ import annotations

from guard.publish.comparing import differences
from guard.supply.bundle import Bundle, NamedPack
from rules.pack.known_texts import alert_entry
from rules.pack.known_writing import new_pack, with_entries
from tests.support.notices import notice

ALERT = alert_entry("BK-01", "一号文件", "布控单第1号", notice(3))
ALERTS = NamedPack("布控.yaml", with_entries(new_pack("布控", "1"), "紧急布控", [ALERT]).decode())


def test_a_pack_of_alerts_that_is_removed_loses_each_of_them_by_name() -> None:
    found = [one for one in differences(Bundle((ALERTS,), builtin=True), Bundle(builtin=True)) if one.loosens]
    assert {one.pack for one in found} == {ALERTS.name}
    assert any("一号文件" in str(one.words) for one in found)
