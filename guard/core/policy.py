"""The unit's decisions: mode, destinations, release, retention, words. Frozen.

guard/config/policy_file.py reads it from YAML and adds a user's own configuration, which can only make treatment
stricter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from guard.core.model import DestinationKind, Release
from guard.core.own_numbers import NOBODY, Own
from guard.core.pages import Pages
from guard.core.reporting import Reporting
from rules.model import Action, Nature
from rules.sensitivity import Sensitivity


class Mode(StrEnum):
    """What the guard does with findings; the values are the words of the policy file."""

    MONITOR = "仅记录"
    WARN = "提醒"
    ENFORCE = "拦截"


class Retention(StrEnum):
    """What is kept of held content (密级内容留存)."""

    RECORD_ONLY = "仅记录"
    ENCRYPTED = "加密暂存"


@dataclass(frozen=True, slots=True)
class Programs:
    """The programs of one destination kind.

    ``paths`` are shell patterns of absolute executable paths: the only thing that may loosen. ``names`` are executable
    base names and ``window_classes`` are WM_CLASS values, both compared without case.
    """

    kind: DestinationKind
    paths: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    window_classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReleaseRule:
    """How items of one nature are released, after a 拦截 and after a 提醒, and whether a masked copy may be offered."""

    nature: Nature
    after_block: Release
    after_warn: Release
    redacted_copy: bool = False


@dataclass(frozen=True, slots=True)
class GovernmentChat:
    """Whether content goes to 政务协同 programs: of one nature, or of one rule, which takes precedence over its nature.

    Exactly one of ``nature`` and ``rule`` is set.
    """

    hold: bool
    nature: Nature | None = None
    rule: str = ""


class GateMode(StrEnum):
    """What the file gate (guard/file_gate) does when a chat client opens a flagged file. TELL: the client may open it,
    and the user is told.
    """

    ON = "开"
    TELL = "只提示"
    OFF = "关"


class Unjudged(StrEnum):
    """What a chat client gets of a file that could not be judged in time; AS_UNREAD: as 未读出先留着 says."""

    AS_UNREAD = "同未读出"
    HOLD = "先留着"
    PASS = "放过"


@dataclass(frozen=True, slots=True)
class FileGate:
    """How files are held that a chat client opens. ``wait_ms``: how long it waits for the verdict.

    ``folders`` are watched beside those that people send from; ``left_out`` are not, with everything below them.
    """

    mode: GateMode = GateMode.ON
    wait_ms: int = 1500
    folders: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    unjudged: Unjudged = Unjudged.AS_UNREAD


@dataclass(frozen=True, slots=True)
class UnitRule:
    """What some 科室 (groups of supply.toml) do instead when these rules block or warn, until the end of a day."""

    units: tuple[str, ...]
    rules: tuple[str, ...]
    action: Action
    reason: str
    approver: str
    until: date


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole policy. ``wide`` lists natures whose 拦截 also reaches browsers and unknown programs.

    ``pages`` name the pages by whose window titles a browser is treated as a chat client (guard/core/pages.py).

    ``authorisation_keys`` are public keys (hexadecimal) whose codes release an item (guard/authorisation).

    ``screen_notice``: tell the user of a flagged document that is visible while a chat client comes forward.

    ``own`` are the user's own numbers (guard/core/own_numbers.py): the guard adds them, no file does.

    ``countdown_seconds``: a warning that nobody touches closes after this time and its item stays held; 0 for none.

    ``kinship_hours``: how long the words of held content are recognised without its mark (guard/clipboard/kinship.py);
    0 for never.

    ``sensitivity``: the probability from which the learnt judge stops a text (rules/judge/weighing.py).

    ``read_unconfined``: pictures and files are read on a computer where nothing can confine the reader; otherwise they
    count as unread there.
    """

    version: str
    mode: Mode = Mode.ENFORCE
    programs: tuple[Programs, ...] = ()
    release: tuple[ReleaseRule, ...] = ()
    wide: tuple[Nature, ...] = (Nature.STATE_SECRET,)
    hold_unreadable: bool = True
    read_unconfined: bool = False
    release_unreadable: Release = Release.FREE
    notice: str = "（内容核对中，稍后发）"
    retention: Retention = Retention.ENCRYPTED
    retention_days: int = 30
    retention_megabytes: int = 4096
    screenshot_folders: tuple[str, ...] = ()
    engine: str = "cascade"
    optional_packs: tuple[str, ...] = ()
    security_office: str = ""
    pause_minutes: int = 30
    countdown_seconds: int = 0
    kinship_hours: int = 8
    sensitivity: Sensitivity = Sensitivity.STANDARD
    locked: tuple[str, ...] = field(default=())
    pages: tuple[Pages, ...] = ()
    authorisation_keys: tuple[str, ...] = ()
    reporting: Reporting = field(default_factory=Reporting)
    government_chat: tuple[GovernmentChat, ...] = ()
    unit_rules: tuple[UnitRule, ...] = ()
    screen_notice: bool = True
    own: Own = NOBODY
    file_gate: FileGate = field(default_factory=FileGate)

    def holds_from_government_chat(self, rule: str, nature: Nature) -> bool:
        """Return whether what this rule found is held from 政务协同 programs; what the policy does not list is not."""
        entries = [entry for entry in self.government_chat if entry.rule == rule] or [
            entry for entry in self.government_chat if entry.nature is nature]
        return any(entry.hold for entry in entries)
