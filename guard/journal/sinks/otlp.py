"""Sends OpenTelemetry logs and counters over OTLP/HTTP, by the optional mishao[otlp]. The response confirms records.

Only the table of this package imports this module, and only when a receiver of this kind is configured.
"""

from __future__ import annotations

import errno
import tempfile
from collections.abc import Sequence
from pathlib import Path

import requests
from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.sdk._logs import ReadableLogRecord
from opentelemetry.sdk._logs.export import LogRecordExportResult
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.util.instrumentation import InstrumentationScope

from guard.core.reporting import Receiver
from guard.journal.severity import syslog_level
from guard.journal.sinks.port import Reported

_SECONDS = 10.0
_ONLY_WHEN_ASKED = float("inf")
_NANOSECONDS = 10**9
_NAME = "mishao"
_OF_LEVEL = {2: SeverityNumber.ERROR2, 3: SeverityNumber.ERROR, 4: SeverityNumber.WARN, 6: SeverityNumber.INFO}
"""For each level of syslog the severity of OpenTelemetry (Logs Data Model, appendix B, example mappings)."""

COUNTED = ("unit", "outcome", "rules", "pack")
"""Fields that distinguish counters, as far as policy lets them out."""


class Otlp:
    """guard.journal.sinks.port.Outlet."""

    confirms = True

    def __init__(self, receiver: Receiver) -> None:
        self._certificates = _in_a_file(receiver.certificates)
        self._session = requests.Session()
        self._session.trust_env = False  # use the administrator's address, whatever proxies the environment names
        base = receiver.address.rstrip("/")
        common = {"certificate_file": self._certificates, "timeout": _SECONDS, "session": self._session}
        self._logs = OTLPLogExporter(f"{base}/v1/logs", **common)
        self._resource = Resource({"service.name": _NAME})
        self._metrics = PeriodicExportingMetricReader(OTLPMetricExporter(f"{base}/v1/metrics", **common),
                                                      _ONLY_WHEN_ASKED)
        self._meters = MeterProvider([self._metrics], self._resource, shutdown_on_exit=False)
        self._counter = self._meters.get_meter(_NAME).create_counter("mishao.events", "1", "journal records by kind")

    def send(self, records: Sequence[Reported]) -> None:
        """Send logs and, once they arrived, the counters of all that was sent. Raises OSError."""
        if not records:
            return
        if self._logs.export([self._log(record) for record in records]) is not LogRecordExportResult.SUCCESS:
            raise OSError(errno.EIO, "the receiver took no records")
        for record in records:
            told = {name: record.fields[name] for name in COUNTED if name in record.fields}
            self._counter.add(1, {"kind": record.kind.value, "device": record.device, **told})
        self._metrics.force_flush()

    def close(self) -> None:
        """End the connection. Counters start again with the next one, and their start time says so."""
        self._meters.shutdown()
        self._logs.shutdown()
        self._session.close()
        if self._certificates is not None:
            Path(self._certificates).unlink(missing_ok=True)

    def _log(self, record: Reported) -> ReadableLogRecord:
        severity = _OF_LEVEL[syslog_level(record.severity)]
        log = LogRecord(timestamp=int(record.at * _NANOSECONDS), severity_number=severity, body=record.kind.value,
                        attributes=dict(record.fields), event_name=_NAME)
        return ReadableLogRecord(log, self._resource, InstrumentationScope(_NAME))


def _in_a_file(certificates: str) -> str | None:
    """Return a file with the pinned certificates: requests would otherwise add those of the system."""
    if not certificates:
        return None
    with tempfile.NamedTemporaryFile("w", prefix="mishao-ca-", suffix=".pem", delete=False) as file:
        file.write(certificates)
    return file.name
