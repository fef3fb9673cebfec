"""The sources of rules that this computer trusts: ``supply.toml`` and ``root.json`` of the machine layer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec

from guard.platform.machine import MachineLayer, MachineLayerError, device_id
from guard.sentences.catalogue import sentence
from guard.supply.bundle import DEFAULT_CHANNEL
from guard.util.toml_text import TomlError, toml_of
from rules.sentences.sentence import SaidError

SETTINGS, ROOT = "supply.toml", "root.json"
"""The two files of the machine layer: where rules come from, and the first root of trust."""

class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """supply.toml. ``servers``: https addresses, folders or .zip files, asked in this order until one answers.

    ``ca`` names a file of the machine layer with the only certificates a server may be signed by.
    """

    servers: tuple[str, ...]
    channel: str = DEFAULT_CHANNEL
    groups: tuple[str, ...] = ()
    ca: str = ""
    proxy: str = ""
    poll_minutes: float = msgspec.field(default=15.0)


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
            raise TrustError(sentence("trust.no-root", path=machine.folder / ROOT, name=ROOT))
        settings = _settings(written, machine.folder / SETTINGS)
        return Trust(_placed(settings, machine.folder), root, _certificates(settings, machine), device_id())
    except MachineLayerError as error:
        raise TrustError(error.words) from error


def _settings(written: bytes, path: Path) -> Settings:
    try:
        settings = msgspec.convert(toml_of(written), Settings, strict=False)
    except TomlError as error:
        raise TrustError(sentence("trust.written-wrongly", path=path, why=error.words)) from error
    except msgspec.ValidationError as error:
        raise TrustError(sentence("trust.written-wrongly", path=path, why=str(error))) from error
    if not settings.servers or settings.poll_minutes < 1:
        raise TrustError(sentence("trust.ranges", path=path))
    return settings


def _placed(settings: Settings, folder: Path) -> Settings:
    """Make the names of folders and files relative to the machine layer."""
    servers = tuple(server if "://" in server else str(folder / server) for server in settings.servers)
    return msgspec.structs.replace(settings, servers=servers)


def _certificates(settings: Settings, machine: MachineLayer) -> str:
    if not settings.ca:
        return ""
    found = machine.read(settings.ca)
    if found is None:
        raise TrustError(sentence("trust.no-certificates", path=machine.folder / settings.ca, name=SETTINGS))
    return found.decode("ascii", errors="replace")
