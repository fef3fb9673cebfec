"""Composes the files of the machine layer from what an administrator chooses for a computer. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from guard.authorisation.trusted import FILE_NAME as AUTHORISE
from guard.core.reporting import FILE_NAME as REPORT
from guard.platform.machine import ROOT
from guard.supply.exact_indexes import KEY_FILE as EXACT
from guard.supply.retention_file import FILE_NAME as RETENTION
from guard.supply.trusted_sources import SETTINGS

CERTIFICATES = "ca.pem"
"""The file that ``ca`` of supply.toml names."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What is chosen; what is empty, 0 or None makes no file. Keys and certificates are what their files contain.

    ``retention`` may be text, which whoever reads the file finds to be a number of days or not.
    """

    servers: tuple[str, ...] = ()
    root_keys: bytes | None = None
    channel: str = ""
    groups: tuple[str, ...] = ()
    proxy: str = ""
    certificates: bytes | None = None
    unit: str = ""
    device: str = ""
    retention: int | str = 0
    authorise_keys: bytes | None = None
    exact_key: bytes | None = None


def files_of(choices: Choices, report: bytes | None, head: str) -> dict[str, bytes]:
    """Return the files by name, each with ``head``, lines of comments, where it is TOML.

    ``report`` is the report.toml that is there, None without one: where reports go stays, only the names of this
    computer are replaced. One that is not UTF-8 stays as it is: whoever reads it says so.
    """
    files = {name: content for name, content in (
        (ROOT, choices.root_keys), (CERTIFICATES, choices.certificates), (AUTHORISE, choices.authorise_keys),
        (EXACT, choices.exact_key)) if content is not None}
    if choices.servers or choices.channel or choices.groups or choices.proxy or choices.certificates is not None:
        files[SETTINGS] = _toml({
            "servers": choices.servers, "channel": choices.channel, "groups": choices.groups, "proxy": choices.proxy,
            "ca": CERTIFICATES if choices.certificates is not None else ""}, head)
    if choices.unit or choices.device:
        files[REPORT] = _report({"unit": choices.unit, "device": choices.device}, report, head)
    if choices.retention:
        files[RETENTION] = f"{head}days = {json.dumps(choices.retention, ensure_ascii=False)}\n".encode()
    return files


def _toml(values: Mapping[str, str | Sequence[str]], head: str) -> bytes:
    return (head + "".join(_lines(values))).encode("utf-8", "backslashreplace")


def _lines(values: Mapping[str, str | Sequence[str]]) -> Iterator[str]:
    for key, value in values.items():
        if value:
            written = value if isinstance(value, str) else list(value)
            yield f"{key} = {json.dumps(written, ensure_ascii=False)}\n"


def _report(values: Mapping[str, str], existing: bytes | None, head: str) -> bytes:
    if not existing:
        return _toml(values, head)
    try:
        before = existing.decode("utf-8-sig")
    except UnicodeDecodeError:
        return existing
    named = tuple(key for key, value in values.items() if value)
    lines = before.removesuffix("\n").split("\n")
    kept = [f"{line}\n" for line in lines if line.partition("=")[0].strip(" \t\"'") not in named]
    comments = next((place for place, line in enumerate(kept) if not line.startswith("#")), len(kept))
    return "".join((*kept[:comments], *_lines(values), *kept[comments:])).encode()
