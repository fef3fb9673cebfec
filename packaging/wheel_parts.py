"""Lists what is compiled into the libraries of wheels, as far as a wheel contains a bill of materials (PEP 770).

Such a bill may name what its project can be built with (scope "optional") and this wheel was not.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

_FOLDER = "sboms"
_TEXTS = "licenses"
_NOTICED = {"numpy": ("libdivide", "pythoncapi-compat", "highway", "x86-simd-sort", "svml", "pocketfft", "lapack_lite",
                      "mt19937", "pcg64", "philox", "sfc64", "splitmix64"),
            "pypdfium2": ("BUILD_LICENSES", "all_except_musl", "pbin_and_sbuild")}
"""Folders of licences in wheels, with one folder or one file per part; the others are of other systems."""

Component = dict[str, Any]


def licensed(licence: str) -> list[Component]:
    """Return a licence in CycloneDX form: an expression, one of SPDX's names, or words that refer to a text."""
    if licence.startswith(("as in ", "LicenseRef-")):
        return [{"license": {"name": licence}}]
    return [{"expression": licence} if " " in licence else {"license": {"id": licence}}]


def component(name: str, version: str, where: str, licence: str, description: str = "") -> Component:
    """Return a library as CycloneDX describes one, without a version if it is unknown."""
    return {"type": "library", "bom-ref": f"{where}/{name}" + (f"@{version}" if version else ""), "name": name,
            **({"version": version} if version else {}), "description": description or where,
            "licenses": licensed(licence)}


def text_name(file: Path) -> str:
    """Return the name under which the text of a licence in a wheel is shipped: its place among the texts, or its
    folder."""
    parts = file.parts[file.parts.index(_TEXTS) + 1:] if _TEXTS in file.parts[:-1] else file.parts[-2:]
    return "-".join(parts)


def _of_pdfium(distribution: Distribution, name: str) -> str:
    for file in distribution.files or () if name == "pdfium" else ():
        if file.as_posix() == "pypdfium2_raw/version.json":
            told = json.loads(Path(str(distribution.locate_file(file))).read_text("utf-8"))
            return ".".join(str(told[key]) for key in ("major", "minor", "build", "patch"))
    return ""


def noticed(distributions: Iterable[Distribution]) -> Iterator[Component]:
    """Yield the parts of which a wheel contains only licences: they are compiled in, and only PDFium gives their
    version."""
    for distribution in distributions:
        folders = _NOTICED.get(distribution.name.lower(), ())
        names = set()
        for file in distribution.files or ():
            if _TEXTS in file.parts and file.parent.name in folders:
                name = file.parent.name if distribution.name == "numpy" else file.name.partition(".")[0]
                text = f"as in licences/{distribution.name}-{distribution.version}/{text_name(Path(file))}"
                if name not in names:
                    yield component(name, _of_pdfium(distribution, name), f"in {distribution.name}", text,
                                    f"compiled into {distribution.name}")
                names.add(name)


def compiled(distributions: Iterable[Distribution]) -> Iterator[Component]:
    """Yield the parts of the wheels' own bills, each part of a wheel once, as CycloneDX describes one."""
    for distribution in distributions:
        parts: dict[tuple[str, str], Component] = {}
        for bill in _bills(distribution):
            for part in bill.get("components", ()):
                name, version = part["name"], part.get("version", "")
                if plain(name) != plain(distribution.name) and part.get("scope") != "excluded":
                    parts.setdefault((name, version), _component(part, name, version, distribution))
        yield from (parts[key] for key in sorted(parts))


def _bills(distribution: Distribution) -> Iterator[dict[str, Any]]:
    for file in distribution.files or ():
        if file.parent.name == _FOLDER and file.suffix == ".json":
            yield json.loads(Path(str(distribution.locate_file(file))).read_text("utf-8"))


def _component(part: dict[str, Any], name: str, version: str, distribution: Distribution) -> Component:
    found = component(name, version, f"in {distribution.name}",
                      f"as in licences/{distribution.name}-{distribution.version}")
    if "purl" in part:
        found["purl"] = part["purl"].partition("?")[0]  # its qualifiers name places on the machine that built the wheel
    return found | {key: part[key] for key in ("licenses", "scope") if part.get(key)}


def plain(name: str) -> str:
    """Return a name as package indexes compare them."""
    return name.lower().replace("_", "-")
