"""A record as JSON of the Elastic Common Schema (ECS 8.11). Fields that the schema lacks are in ``labels``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from guard.core.events import EventKind
from guard.journal.sinks.forms.titles import PRODUCT, VENDOR, title
from guard.journal.sinks.port import Reported
from guard.util.version import VERSION

_SCHEMA = "8.11.0"
_ALERTS = (EventKind.HELD, EventKind.JUDGED, EventKind.TROUBLE, EventKind.PACK_REFUSED)
_CATEGORIES: Mapping[EventKind, tuple[str, str]] = MappingProxyType({
    EventKind.HELD: ("intrusion_detection", "denied"),
    EventKind.REFUSED: ("intrusion_detection", "denied"),
    EventKind.JUDGED: ("intrusion_detection", "info"),
    EventKind.RELEASED: ("intrusion_detection", "allowed"),
    EventKind.STARTED: ("process", "start"),
    EventKind.STOPPED: ("process", "end"),
    EventKind.UPDATED: ("configuration", "change"),
})
"""event.category and event.type, of the values that the schema allows."""

_OTHERS = ("host", "info")
_TOP = ("device", "n", "rules", "reason", "digest")
_SERIOUS, _NOTABLE = 7, 4


def body(record: Reported, _enterprise: int) -> str:
    """Return no structured data, and the event."""
    category, sort = _CATEGORIES.get(record.kind, _OTHERS)
    event = {"kind": "alert" if record.kind in _ALERTS else "event", "category": [category], "type": [sort],
             "action": record.kind.value, "severity": record.severity, "module": "mishao", "dataset": "mishao.journal"}
    fields = dict(record.fields)
    for name, key in (("n", "sequence"), ("reason", "reason"), ("digest", "hash")):
        if name in fields:
            event[key] = int(fields[name]) if name == "n" else fields[name]
    document: dict[str, object] = {
        "@timestamp": datetime.fromtimestamp(record.at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "message": title(record.kind), "ecs": {"version": _SCHEMA}, "event": event, "log": {"level": _level(record)},
        "observer": {"vendor": VENDOR, "product": PRODUCT, "version": VERSION, "type": "dlp"},
        "host": {"hostname": record.device}}
    if rules := fields.get("rules"):
        document["rule"] = {"id": rules.split(",")}
    document["labels"] = {name: value for name, value in fields.items() if name not in _TOP}
    return f"- {json.dumps(document, ensure_ascii=False, separators=(',', ':'))}"


def _level(record: Reported) -> str:
    return "error" if record.severity >= _SERIOUS else "warning" if record.severity >= _NOTABLE else "info"
