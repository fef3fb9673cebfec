"""Tests the forms of other products (CEF, LEEF, ECS): as a real rsyslog parses them, and how they escape."""

from __future__ import annotations

import json
import string
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.config.errors import PolicyError
from guard.config.policy_file import load
from guard.core.events import Event, EventKind
from guard.core.reporting import Field, MessageForm, Receiver, ReceiverKind, Reporting
from guard.fleet.collected import read
from guard.journal import Journal
from guard.journal.forwarding import Form, Forwarder
from guard.journal.severity import severity_of, syslog_level
from guard.journal.sinks.forms import FORMS
from guard.journal.sinks.port import Reported
from guard.journal.sinks.syslog import Syslog, message
from guard.journal.spool import Spool
from rules.model import Nature
from tests.support.guarding import wait_for
from tests.support.rsyslog import Rsyslog, free_port

AWKWARD = 'a|b=c\\d "e" ]f 领导说'
HELD = Event(EventKind.HELD, 1_700_000_000.25, case="one-held-copy", outcome="block", rules=("GR-01", "GR-02"), count=2,
             destination="微信", reason=AWKWARD, nature="个人信息")
FACTS = {"pack": "12", "state": "watching", "mode": "拦截"}

_WRITE = ('template(name="Found" type="list") { property(name="$!all-json-plain") constant(value="\\n") }\n'
          'action(type="omfile" file="PARSED" template="Found")\n')
PARSERS = {
    MessageForm.CEF: 'module(load="mmnormalize")\naction(type="mmnormalize" rule="rule=:%found:cef%")\n' + _WRITE,
    MessageForm.LEEF: 'module(load="mmfields")\naction(type="mmfields" separator="^")\n' + _WRITE,
    MessageForm.ECS: 'module(load="mmjsonparse")\naction(type="mmjsonparse" cookie="")\n' + _WRITE,
}
"""liblognorm, with which rsyslog parses, has a parser of its own for CEF; LEEF it divides by the separator."""


@pytest.fixture
def parsed(tmp_path: Path, journal: Journal) -> Iterator[Callable[[MessageForm, Event], dict[str, Any]]]:
    """Return what rsyslog makes of a record that is sent in a form."""
    servers: list[Rsyslog] = []

    def send(form: MessageForm, event: Event) -> dict[str, Any]:
        server = Rsyslog(tmp_path / "rsyslog", free_port(), parser=PARSERS[form])
        server.start()
        servers.append(server)
        receiver = Receiver(ReceiverKind.SYSLOG, f"127.0.0.1:{server.port}", tls=False, message_form=form)
        reporting = Reporting((receiver,), fields=tuple(Field), unit="办公室", device="PC-007")
        journal.append(event)
        sender = Forwarder(lambda: Syslog(receiver), Spool(journal.path), Form(reporting, lambda: FACTS),
                           journal.path.with_name("forwarded.json"))
        while sender.send_some():
            pass
        sender.close()
        wait_for(lambda: server.parsed.exists() and server.parsed.read_text("utf-8").endswith("\n"), "a parsed record")
        found: dict[str, Any] = json.loads(server.parsed.read_text("utf-8").splitlines()[0])
        return found

    yield send
    for server in servers:
        server.stop()


def test_rsyslog_parses_cef(parsed: Callable[[MessageForm, Event], dict[str, Any]]) -> None:
    found = parsed(MessageForm.CEF, HELD)["found"]
    assert (found["DeviceVendor"], found["DeviceProduct"], found["SignatureID"]) == ("MiShao", "MiShao", "held")
    assert (found["Name"], found["Severity"]) == ("Held", "7")
    extensions = found["Extensions"]
    assert extensions["rt"] == "1700000000250"
    assert (extensions["cs1Label"], extensions["cs1"]) == ("rules", "GR-01,GR-02")
    assert (extensions["cs2"], extensions["cs6"], extensions["dvchost"]) == ("办公室", "拦截", "PC-007")
    assert (extensions["cat"], extensions["act"], extensions["cnt"]) == ("个人信息", "block", "2")
    assert extensions["reason"] == AWKWARD


def test_rsyslog_parses_leef(parsed: Callable[[MessageForm, Event], dict[str, Any]]) -> None:
    found = parsed(MessageForm.LEEF, HELD)
    assert found["f1"].startswith("LEEF:2.0|MiShao|MiShao|")
    assert found["f1"].endswith("|held|")
    attributes = dict(str(found[f"f{number}"]).removeprefix("|").split("=", 1) for number in range(2, len(found) + 1))
    assert (attributes["sev"], attributes["cat"], attributes["policy"]) == ("7", "个人信息", "GR-01,GR-02")
    assert attributes["devTime"] == "2023-11-14T22:13:20.250+0000"
    assert attributes["identHostName"] == "PC-007"
    assert attributes["reason"] == AWKWARD


def test_rsyslog_parses_ecs(parsed: Callable[[MessageForm, Event], dict[str, Any]]) -> None:
    found = parsed(MessageForm.ECS, HELD)
    assert found["@timestamp"] == "2023-11-14T22:13:20.250Z"
    assert found["event"] == {"kind": "alert", "category": ["intrusion_detection"], "type": ["denied"],
                              "action": "held", "severity": 7, "module": "mishao", "dataset": "mishao.journal",
                              "sequence": 0, "reason": AWKWARD, "hash": found["event"]["hash"]}
    assert found["rule"]["id"] == ["GR-01", "GR-02"]
    assert (found["labels"]["nature"], found["labels"]["unit"]) == ("个人信息", "办公室")
    assert found["host"]["hostname"] == "PC-007"
    assert found["log"]["level"] == "error"


TOLD: dict[MessageForm, Callable[[dict[str, Any]], set[str]]] = {
    MessageForm.CEF: lambda found: {f"{name}={value}" for name, value in found["found"]["Extensions"].items()},
    MessageForm.LEEF: lambda found: {str(value).removeprefix("|") for value in found.values()},
    MessageForm.ECS: lambda found: {f"{name}={value}" for name, value in found["labels"].items()},
}


@pytest.mark.parametrize(("form", "written"), [
    (MessageForm.CEF, {"mishaoWould=GR-01:block", "mishaoWhat=files"}),
    (MessageForm.LEEF, {"would=GR-01:block", "what=files"}), (MessageForm.ECS, {"would=GR-01:block", "what=files"})])
def test_what_a_rule_on_trial_would_have_done_is_told(parsed: Callable[[MessageForm, Event], dict[str, Any]],
                                                      form: MessageForm, written: set[str]) -> None:
    tried = Event(EventKind.JUDGED, 1_700_000_000.25, outcome="allow", would=(("GR-01", "block"),), what="files")
    assert written <= TOLD[form](parsed(form, tried))


def reported(**fields: str) -> Reported:
    return Reported(EventKind.HELD, 1_700_000_000.25, "PC-007", fields, 10)


def test_the_header_is_that_of_rfc_5424_in_every_form() -> None:
    for form in MessageForm:
        written = message(reported(n="1"), form).decode()
        assert written.startswith("<106>1 2023-11-14T22:13:20.250Z PC-007 mishao - held "), form
    assert message(reported(n="1"), MessageForm.CEF).decode().split(" held ")[1].startswith("- CEF:0|MiShao|MiShao|")


def test_an_enterprise_number_of_the_unit_is_used_and_read_by_the_fleet_report() -> None:
    written = message(reported(n="4", device="PC-007", chain="c"), MessageForm.RFC5424, 4_294_967_295)
    assert b"[mishao@4294967295 n=" in written
    (record,) = read([written])
    assert record is not None
    assert (record.device, record.number) == ("PC-007", 4)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_no_value_ends_its_field_or_its_line(value: str) -> None:
    for form in (MessageForm.CEF, MessageForm.LEEF, MessageForm.ECS):
        body = FORMS[form](reported(reason=value, outcome="block"), 1)
        assert "\n" not in body
        assert "\r" not in body
        assert read_back(form, body) == expected(form, value)


def expected(form: MessageForm, value: str) -> str:
    return "".join(" " if form is MessageForm.LEEF and character in "^\t\n\r\x0b\x0c\x85\u2028\u2029" else character
                   for character in value)


def read_back(form: MessageForm, body: str) -> str:
    """Return the reason as a parser by the vendor's words reads it."""
    if form is MessageForm.ECS:
        return str(json.loads(body.removeprefix("- "))["event"]["reason"])
    if form is MessageForm.LEEF:
        header, attributes = body.removeprefix("- ").split("|^|", 1)
        assert header.count("|") == 4
        return dict(pair.split("=", 1) for pair in attributes.split("^"))["reason"]
    written = body[body.index("reason=") + len("reason="):body.rindex(" act=")]
    unescaped, characters = "", iter(written)
    for character in characters:
        assert character != "=", "an equals sign that is not escaped begins another field"
        unescaped += {"n": "\n", "r": "\r"}.get(after := next(characters), after) if character == "\\" else character
    return unescaped


def test_a_pipe_in_a_header_of_cef_is_escaped() -> None:
    header = FORMS[MessageForm.CEF](reported(), 1).split("|")
    assert len(header) == 8, "seven fields and the extension"
    assert set(header[-1]) <= set(string.printable)


def test_severity_is_that_of_the_nature_and_not_told_where_natures_and_rules_are_not() -> None:
    assert [severity_of(replace(HELD, nature=nature.value), True) for nature in Nature] == [10, 8, 8, 6, 7, 5, 4]
    assert severity_of(replace(HELD, nature="国家秘密"), False) == 5
    assert severity_of(Event(EventKind.JUDGED, 0.0, outcome="allow", nature="国家秘密"), True) == 2
    assert severity_of(Event(EventKind.ALIVE, 0.0), True) == 1
    assert [syslog_level(severity) for severity in (10, 8, 7, 6, 4, 3, 0)] == [2, 3, 3, 4, 4, 6, 6]


def test_a_policy_names_form_and_enterprise_number() -> None:
    head = "策略: 甲\n版本: \"1\"\n基于: 内置\n上报:\n  去处:\n  - {种类: syslog, 地址: \"log:514\", "
    receiver = load(f"{head}格式: CEF, 企业号: 41058}}\n".encode(), "p.yaml").reporting.receivers[0]
    assert (receiver.message_form, receiver.enterprise) == (MessageForm.CEF, 41058)
    for wrong in ("格式: XML", "企业号: 0", "企业号: 4294967296"):
        with pytest.raises(PolicyError):
            load(f"{head}{wrong}}}\n".encode(), "p.yaml")
