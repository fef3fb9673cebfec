"""Tests the files in docs/fleet: rsyslog accepts its own, and the dashboard queries only what a computer sends."""

from __future__ import annotations

import json
import re
import socket
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

from guard.core.events import EventKind
from guard.fleet.collected import read
from guard.journal.sinks.otlp import COUNTED
from tests.support.certificates import self_signed
from tests.support.program import ROOT
from tests.support.rsyslog import PROGRAM, Rsyslog, free_port

SENT = {"kind", "device", *COUNTED}
"""The attributes that distinguish counters."""


def test_rsyslog_takes_its_configuration_without_a_complaint(tmp_path: Path) -> None:
    certificate = self_signed(tmp_path / "server.pem")
    written = (ROOT / "docs" / "fleet" / "rsyslog.conf").read_text("utf-8")
    (tmp_path / "rsyslog.conf").write_text(re.sub(r'/etc/mishao-log/[a-z.]+', str(certificate), written), "utf-8")
    assert PROGRAM is not None
    done = subprocess.run([PROGRAM, "-N1", "-f", str(tmp_path / "rsyslog.conf")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "error" not in done.stderr.lower()


def test_rsyslog_listens_only_where_told_with_the_certificates_whose_commands_are_given(tmp_path: Path) -> None:
    _run_given_commands(tmp_path)
    written = (ROOT / "docs" / "fleet" / "rsyslog.conf").read_text("utf-8").replace("/etc/mishao-log", str(tmp_path))
    server = Listening(tmp_path / "run", free_port(), told=written)
    server.start()
    try:
        trusting = ssl.create_default_context(cafile=str(tmp_path / "ca.pem"))
        with socket.create_connection(("127.0.0.1", server.port)) as plain, \
                trusting.wrap_socket(plain, server_hostname="10.0.0.5") as secure:
            assert secure.version() in ("TLSv1.2", "TLSv1.3")
        with socket.socket() as elsewhere:
            assert elsewhere.connect_ex(("127.0.0.2", server.port)) != 0, "another address of this computer"
    finally:
        server.stop()


def _run_given_commands(folder: Path) -> None:
    """Run the commands of the guide that make the certificates of a log server at 10.0.0.5."""
    words = (ROOT / "docs" / "admin" / "journal.zh.md").read_text("utf-8")
    commands = [line.strip() for line in words.splitlines() if line.startswith(("    openssl ", "    echo "))]
    assert len(commands) == 4
    for command in commands:
        done = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


@dataclass
class Listening(Rsyslog):
    """The example with the address and the port of a test, instead of those of a server."""

    told: str = ""

    def _configuration(self) -> str:
        assert 'address="10.0.0.5" port="6514"' in self.told
        here = self.told.replace('address="10.0.0.5" port="6514"', f'address="127.0.0.1" port="{self.port}"')
        return f'global(workDirectory="{self.folder}")\n' + here.replace("/var/log/mishao", str(self.folder))


def test_the_records_in_json_that_are_described_are_read_and_every_kind_is_named() -> None:
    words = (ROOT / "docs" / "admin" / "journal.zh.md").read_text("utf-8")
    (given,) = [line for line in words.splitlines() if line.strip().startswith('{"device"')]
    (record,) = read([given.strip().encode()])
    assert record is not None
    assert (record.device, record.number, record.kind) == ("PC-007", 41, "held")
    rows = words.partition("| `kind` |")[2].partition("\n\n")[0].splitlines()[2:]
    assert sorted(kind for row in rows for kind in re.findall(r"`([a-z-]+)`", row.split("|")[1])) == sorted(EventKind)


def test_the_dashboard_asks_for_labels_and_kinds_that_are_sent() -> None:
    board = json.loads((ROOT / "docs" / "fleet" / "grafana.json").read_text("utf-8"))
    queries = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    assert len(queries) == 8
    for query in queries:
        assert "mishao_events_total" in query
        grouped = [label.strip() for group in re.findall(r"by \(([^)]*)\)", query) for label in group.split(",")]
        kinds = re.findall(r'kind="([^"]*)"', query)
        assert set(grouped) <= SENT
        assert set(kinds) <= {kind.value for kind in EventKind}
