"""Tests OTLP/HTTP with a receiver that decodes the protocol: logs and counters, confirmed, kept when it refuses."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest

from guard.core.events import Event, EventKind
from guard.core.reporting import Receiver, ReceiverKind, Reporting
from guard.journal import open_journal
from guard.journal.forwarding import Form, Forwarder
from guard.journal.sinks import SINKS
from guard.journal.sinks.otlp import COUNTED
from guard.journal.spool import Spool, load_place


class Collector(ThreadingHTTPServer):
    """Accepts what an OpenTelemetry collector accepts; answers ``status``."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status = 200
        self.logs: list[dict[str, str]] = []
        self.counters: dict[str, int] = {}
        self.labels: set[str] = set()


class _Handler(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.status == 200:
            (self._logs if self.path == "/v1/logs" else self._metrics)(content)
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _logs(self, content: bytes) -> None:
        for resource in ExportLogsServiceRequest.FromString(content).resource_logs:
            for scope in resource.scope_logs:
                self.server.logs += ({pair.key: pair.value.string_value for pair in log.attributes}
                                     | {"kind": log.body.string_value, "severity": str(log.severity_number)}
                                     for log in scope.log_records)

    def _metrics(self, content: bytes) -> None:
        for resource in ExportMetricsServiceRequest.FromString(content).resource_metrics:
            for metric in resource.scope_metrics[0].metrics:
                for point in metric.sum.data_points:
                    kind = next(pair.value.string_value for pair in point.attributes if pair.key == "kind")
                    self.server.counters[kind] = point.as_int
                    self.server.labels |= {pair.key for pair in point.attributes}

    def log_message(self, *_arguments: object) -> None:
        pass


@pytest.fixture
def collector() -> Iterator[Collector]:
    server = Collector()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_logs_and_counters_arrive_once_and_wait_while_the_receiver_says_no(collector: Collector,
                                                                           tmp_path: Path) -> None:
    journal = open_journal(tmp_path)
    receiver = Receiver(ReceiverKind.OTLP, f"http://127.0.0.1:{collector.server_port}")
    reporting = Reporting((receiver,), unit="办公室", device="PC-007")
    kept = tmp_path / "forwarded.json"
    sender = Forwarder(lambda: SINKS[ReceiverKind.OTLP](receiver), Spool(journal.path),
                       Form(reporting, lambda: {"pack": "12"}), kept)
    collector.status = 400
    journal.append(Event(EventKind.HELD, 1.0, case="a1", rules=("BC-01",), outcome="block", nature="国家秘密"))
    journal.append(Event(EventKind.HELD, 2.0, rules=("GZ-02",)))
    with pytest.raises(OSError, match="took no records"):
        sender.send_some()
    assert load_place(kept).number == 0
    collector.status = 200
    assert sender.send_some()
    assert not sender.send_some()
    assert load_place(kept).number == 2
    assert [(log["n"], log["severity"]) for log in collector.logs] == [("0", "18"), ("1", "13")]  # ERROR2, WARN
    assert collector.logs[0].items() >= {"kind": "held", "device": "PC-007", "unit": "办公室", "rules": "BC-01"}.items()
    assert "case" not in collector.logs[0]
    assert collector.labels == {"kind", "device", *COUNTED}
    journal.append(Event(EventKind.ALIVE, 3.0))
    sender.send_some()
    assert collector.counters == {"held": 1, "alive": 1}
    sender.close()
    journal.close()
