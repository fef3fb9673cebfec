"""What is compiled into the libraries of wheels, as far as a wheel brings a bill of materials of its own (PEP 770).

Such a bill may name what its project can be built with (scope "optional") and this wheel was not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

_FOLDER = "sboms"


def compiled(distributions: Iterable[Distribution]) -> Iterator[dict[str, object]]:
    """Yield what stands in the wheels' own bills, each part of a wheel once, as CycloneDX describes one."""
    for distribution in distributions:
        parts: dict[tuple[str, str], dict[str, object]] = {}
        for bill in _bills(distribution):
            for part in bill.get("components", ()):
                name, version = part["name"], part.get("version", "")
                if _plain(name) != _plain(distribution.name) and part.get("scope") != "excluded":
                    parts.setdefault((name, version), _component(part, name, version, f"in {distribution.name}"))
        yield from (parts[key] for key in sorted(parts))


def _bills(distribution: Distribution) -> Iterator[dict[str, Any]]:
    for file in distribution.files or ():
        if file.parent.name == _FOLDER and file.suffix == ".json":
            yield json.loads(Path(str(distribution.locate_file(file))).read_text("utf-8"))


def _component(part: dict[str, Any], name: str, version: str, where: str) -> dict[str, object]:
    found: dict[str, object] = {"type": "library", "bom-ref": f"{where}/{name}@{version}", "name": name,
                                "version": version, "description": where}
    if "purl" in part:
        found["purl"] = part["purl"].partition("?")[0]  # its qualifiers name places on the machine that built the wheel
    return found | {key: part[key] for key in ("licenses", "scope") if part.get(key)}


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")
