"""The sources of rules that this computer trusts: ``supply.toml`` and ``root.json`` of the machine layer."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from guard.core.addresses import is_web_address
from guard.platform.machine import ROOT, MachineLayer, MachineLayerError, device_id
from guard.sentences.catalogue import sentence
from guard.supply.bundle import DEFAULT_CHANNEL
from guard.util.toml_text import read_toml
from rules.schema.problem import InvalidFileError
from rules.schema.record import entry, record
from rules.schema.shapes import WRONG, Decimal, FilePath, Line, Many, Mistakes, Text, Way
from rules.sentences.sentence import SaidError

SETTINGS = "supply.toml"
"""The two files of the machine layer: where rules come from, and the first root of trust."""

_WEEK_MINUTES = 7 * 24 * 60
"""Longest time between two polls: a withdrawn or suspended release must not be in force for longer."""


_SCHEME = re.compile("[A-Za-z][A-Za-z0-9+.-]+:")
"""How an address begins; the letter of a drive is one alone."""


class _Server(FilePath):
    """An http(s) address, or a path that may be relative to the machine layer."""

    def __init__(self) -> None:
        super().__init__(anywhere=True)

    def read(self, value: object, way: Way, found: Mistakes) -> Any:
        """Return the address or path as it was written."""
        written = super().read(value, way, found)
        if written is WRONG or _SCHEME.match(written) is None or is_web_address(written):
            return written
        return found.say(way, sentence("trust.server"))


class _Proxy(Line):
    """The http(s) address of a proxy without a path, or nothing."""

    def read(self, value: object, way: Way, found: Mistakes) -> Any:
        """Return the address as it was written."""
        written = super().read(value, way, found)
        if written is WRONG or not written or is_web_address(written, path=False):
            return written
        return found.say(way, sentence("trust.proxy"))


@dataclass(frozen=True, slots=True)
class Settings:
    """supply.toml. ``servers``: https addresses, folders or .zip files, asked in this order until one answers.

    ``ca`` names a file of the machine layer with the only certificates a server may be signed by.
    """

    servers: tuple[str, ...] = entry("servers", Many(_Server(), 1))
    channel: str = entry("channel", Line(1), default=DEFAULT_CHANNEL)
    groups: tuple[str, ...] = entry("groups", Many(Line(1)), default=())
    ca: str = entry("ca", Text(visible=True), default="")
    proxy: str = entry("proxy", _Proxy(), default="")
    poll_minutes: float = entry("poll_minutes", Decimal(1, _WEEK_MINUTES), default=15.0)


_SETTINGS = record(Settings)


@dataclass(frozen=True, slots=True)
class Trust:
    """The settings, the first root of trust, the pinned certificates ("" for those of the system) and the device."""

    settings: Settings
    root: bytes
    certificates: str
    device: str


class TrustError(SaidError):
    """The machine layer is wrong; its words name the file and say what to do."""


def trust_of(machine: MachineLayer) -> Trust | None:
    """Return the trust of this computer; None when no administrator has set it up. Raises TrustError."""
    try:
        written = machine.read(SETTINGS)
        root = machine.read(ROOT)
        if written is None:
            return None
        if root is None:
            raise TrustError(sentence("trust.no-root", path=machine.place(ROOT), name=ROOT))
        settings = _settings(written, machine.place(SETTINGS))
        return Trust(_placed(settings, machine.folder), root, _certificates(settings, machine), device_id())
    except MachineLayerError as error:
        raise TrustError(error.words) from error


def _settings(written: bytes, place: str) -> Settings:
    try:
        return read_toml(_SETTINGS, written, place)
    except InvalidFileError as error:
        raise TrustError(sentence("trust.compare", trouble=error.words)) from error


def _placed(settings: Settings, folder: Path) -> Settings:
    """Make the names of folders and files relative to the machine layer."""
    servers = tuple(server if "://" in server else str(folder / server) for server in settings.servers)
    return replace(settings, servers=servers)


def _certificates(settings: Settings, machine: MachineLayer) -> str:
    if not settings.ca:
        return ""
    found = machine.read(settings.ca)
    if found is None:
        raise TrustError(sentence("trust.no-certificates", path=machine.place(settings.ca), name=SETTINGS))
    return found.decode("ascii", errors="replace")
