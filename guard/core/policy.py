"""The unit's decisions: mode, destinations, release, retention, words. Frozen.

Each field says once under which key a policy file has it and what may be written there; guard/config/policy_file.py
reads the file by that. A user's own configuration is added to it, which can only make treatment stricter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from guard.core.locks import Lock
from guard.core.meetings import Meeting
from guard.core.model import DestinationKind, Release
from guard.core.own_numbers import NOBODY, Own
from guard.core.pages import Pages
from guard.core.reporting import REPORTING, Reporting
from guard.core.screen_mark import ScreenMark
from guard.core.sites import Sites
from guard.sentences.catalogue import sentence
from rules.model import Action, Nature
from rules.schema.record import entry, record
from rules.schema.shapes import Day, FilePath, Flag, Line, Many, Number, Text, Words, choice
from rules.sensitivity import Sensitivity

ENGINES = ("cascade", "tesseract")
"""The OCR engines (guard/reading/ocr), each of which reads marks less well than those before it."""

ENGINE = Words({name: name for name in ENGINES}, {"rapidocr": "cascade"})
"""The shape of an engine's name in a file; that of an earlier version means what reads in its place."""

KEY_PATTERN = "[0-9a-f]{64}"
"""A public key whose codes let an item go."""

_NAMES = Many(Line(1))
_FOLDERS = Many(FilePath())
_BY_CODE = Words({lock.value: lock for lock in (Lock.STOP, Lock.PAUSE)})
_KEY = Text(pattern=KEY_PATTERN, wrong=sentence("policy.written-wrongly"))


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

    kind: DestinationKind = entry("种类", choice(DestinationKind))
    paths: tuple[str, ...] = entry("程序路径", _NAMES, default=())
    names: tuple[str, ...] = entry("程序名", _NAMES, default=())
    window_classes: tuple[str, ...] = entry("窗口类名", _NAMES, default=())


class MaskStyle(StrEnum):
    """What masks leave of a value (guard/redact/styles.py). NOTICE: as public notices write it, 张*, 138****5678."""

    WHOLE = "全遮"
    NOTICE = "公示"


@dataclass(frozen=True, slots=True)
class ReleaseRule:
    """How items of one nature are released, after a 拦截 and after a 提醒, and whether a masked copy may be offered."""

    nature: Nature = entry("性质", choice(Nature))
    after_block: Release = entry("拦截后", choice(Release))
    after_warn: Release = entry("提醒后", choice(Release))
    redacted_copy: bool = entry("打码版", Flag(), default=False)


@dataclass(frozen=True, slots=True)
class GovernmentChat:
    """Whether content goes to 政务协同 programs: of one nature, or of one rule, which takes precedence over its nature.

    Exactly one of ``nature`` and ``rule`` is set.
    """

    hold: bool = entry("动作", Words({"先留着": True, "放过": False}))
    nature: Nature | None = entry("性质", choice(Nature), default=None)
    rule: str = entry("规则", Text(), default="")


class GateMode(StrEnum):
    """What the file gate (guard/file_gate) does when a chat client opens a flagged file. TELL: the client may open it,
    and the user is told.
    """

    ON = "开"
    TELL = "只提示"
    OFF = "关"


class Unjudged(StrEnum):
    """What a chat client or a page gets of a file that could not be judged; AS_UNREAD: as 未读出先留着 says."""

    AS_UNREAD = "同未读出"
    HOLD = "先留着"
    PASS = "放过"


LONGEST_WAIT_MS = 1_800
"""The gate ends itself when it has answered nothing for two seconds (guard/file_gate/deadman.py)."""


@dataclass(frozen=True, slots=True)
class FileGate:
    """How files are held that a chat client opens. ``wait_ms``: how long it waits for the verdict.

    ``folders`` are watched beside those that people send from; ``left_out`` are not, with everything below them.
    """

    mode: GateMode = entry("开关", choice(GateMode), default=GateMode.ON)
    wait_ms: int = entry("等待毫秒", Number(100, LONGEST_WAIT_MS), default=1500)
    folders: tuple[str, ...] = entry("加看目录", _FOLDERS, default=())
    left_out: tuple[str, ...] = entry("不看目录", _FOLDERS, default=())
    unjudged: Unjudged = entry("没判完的", choice(Unjudged), default=Unjudged.AS_UNREAD)


@dataclass(frozen=True, slots=True)
class UnitRule:
    """What some 科室 (groups of supply.toml) do instead when these rules block or warn, until the end of a day."""

    units: tuple[str, ...] = entry("科室", Many(Line(1), 1))
    rules: tuple[str, ...] = entry("规则", Many(Line(1), 1))
    action: Action = entry("动作", Words({"拦截": Action.BLOCK, "提醒": Action.WARN, "记录": Action.LOG}))
    reason: str = entry("原因", Text(2, 400))
    approver: str = entry("批准人", Line(2, 60))
    until: date = entry("截止", Day())


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole policy. ``wide`` lists natures whose 拦截 also reaches browsers and unknown programs.

    ``pages`` name the pages by whose window titles a browser is treated as a chat client (guard/core/pages.py).

    ``sites`` name the sites by whose addresses the browser's extension knows them (guard/core/sites.py).

    ``locked`` names keys of the policy to which a user's own configuration adds nothing, and what its user does not do
    with the program (guard/core/locks.py).

    ``by_code`` is what its user does with the program only with an authorisation code: stopping, pausing.

    ``authorisation_keys`` are public keys (hexadecimal) whose codes release an item (guard/authorisation).

    ``screen_notice``: tell the user of a flagged document that is visible while a chat client comes forward.

    ``meetings`` are the programs that share the screen, and how that is seen (guard/core/meetings.py).

    ``own`` are the user's own numbers (guard/core/own_numbers.py): the guard adds them, no file does.

    ``countdown_seconds``: a warning that nobody touches closes after this time and its item stays held; 0 for none.

    ``pastes_for_user``: a click that lets something go also presses Ctrl+V in the window that was refused, and there
    only; ``replies`` are sentences offered in place of a classified file, () for ours.

    ``kinship_hours``: how long the words of held content are recognised without its mark (guard.clipboard.held_words);
    0 for never.

    ``sensitivity``: the probability from which the learnt judge stops a text (rules/judge/weighing.py).

    ``mask_style``: what masks leave of names and numbers, the same in texts and pictures.

    ``ordered_folders``: what an order of the unit may have inspected, with everything below it
    (guard.core.inspection_order).

    ``read_unconfined``: pictures and files are read on a computer where nothing can confine the reader; otherwise they
    count as unread there.
    """

    version: str
    mode: Mode = entry("模式", choice(Mode), default=Mode.ENFORCE, must=True)
    programs: tuple[Programs, ...] = entry("程序", Many(record(Programs), 1), default=(), must=True)
    release: tuple[ReleaseRule, ...] = entry("放行", Many(record(ReleaseRule)), default=(), must=True)
    wide: tuple[Nature, ...] = entry("从严性质", Many(choice(Nature)), default=(Nature.STATE_SECRET,), must=True)
    hold_unreadable: bool = entry("未读出先留着", Flag(), default=True, must=True)
    read_unconfined: bool = entry("没有沙箱也读取", Flag(), default=False)
    release_unreadable: Release = entry("未读出的放行", choice(Release), default=Release.FREE, must=True)
    notice: str = entry("占位文字", Line(most=60), default="（内容核对中，稍后发）", must=True)
    retention: Retention = entry("密级内容留存", choice(Retention), default=Retention.ENCRYPTED, must=True)
    retention_days: int = entry("留存天数", Number(1, 3650), default=30, must=True)
    retention_megabytes: int = entry("留存上限MB", Number(100, 1_000_000), default=4096)
    screenshot_folders: tuple[str, ...] = entry("截图目录", _FOLDERS, default=())
    engine: str = entry("识别引擎", ENGINE, default="cascade", must=True)
    optional_packs: tuple[str, ...] = entry("附加规则包", Many(FilePath(anywhere=True)), default=())
    security_office: str = entry("保密办联系方式", Line(most=120), default="")
    pause_minutes: int = entry("暂停最长分钟", Number(0, 480), default=30, must=True)
    countdown_seconds: int = entry("窗口倒计时秒", Number(0, 600), default=0)
    pastes_for_user: bool = entry("代为粘贴", Flag(), default=False)
    replies: tuple[str, ...] = entry("回话", Many(Line(1, 26), 0, 3), default=())
    kinship_hours: int = entry("拦下后记住小时", Number(0, 72), default=8)
    sensitivity: Sensitivity = entry("灵敏度", choice(Sensitivity), default=Sensitivity.STANDARD)
    mask_style: MaskStyle = entry("打码样式", choice(MaskStyle), default=MaskStyle.WHOLE)
    locked: tuple[str, ...] = entry("锁定", _NAMES, default=())
    by_code: tuple[Lock, ...] = entry("凭授权码", Many(_BY_CODE), default=())
    pages: tuple[Pages, ...] = entry("网页", Many(record(Pages)), default=())
    sites: tuple[Sites, ...] = entry("网站", Many(record(Sites)), default=())
    authorisation_keys: tuple[str, ...] = entry("授权公钥", Many(_KEY), default=())
    reporting: Reporting = entry("上报", REPORTING, default_factory=Reporting)
    government_chat: tuple[GovernmentChat, ...] = entry("政务协同", Many(record(GovernmentChat)), default=())
    unit_rules: tuple[UnitRule, ...] = entry("科室规则", Many(record(UnitRule)), default=())
    screen_notice: bool = entry("屏幕提示", Flag(), default=True)
    screen_mark: ScreenMark = entry("屏幕标记", record(ScreenMark), default_factory=ScreenMark)
    meetings: tuple[Meeting, ...] = entry("会议软件", Many(record(Meeting)), default=())
    file_gate: FileGate = entry("文件闸门", record(FileGate), default_factory=FileGate)
    large_uploads: Unjudged = entry("大文件上传", choice(Unjudged), default=Unjudged.AS_UNREAD)
    upload_megabytes: int = entry("上传核对上限MB", Number(64, 256), default=256)
    ordered_folders: tuple[str, ...] = entry("自查目录", _NAMES, default=("桌面", "文档", "下载"))
    own: Own = NOBODY

    def locks(self, *locks: Lock) -> bool:
        """Return whether one of these is locked."""
        return not set(locks).isdisjoint(self.locked)

    def needs_code(self, act: Lock) -> bool:
        """Return whether this needs an authorisation code."""
        return act in self.by_code

    @property
    def longest_pause(self) -> int:
        """For how many minutes its user may pause it; 0 where nobody may."""
        return 0 if self.locks(Lock.PAUSE) else self.pause_minutes

    def holds_from_government_chat(self, rule: str, nature: Nature) -> bool:
        """Return whether what this rule found is held from 政务协同 programs; what the policy does not list is not."""
        entries = [entry for entry in self.government_chat if entry.rule == rule] or [
            entry for entry in self.government_chat if entry.nature is nature]
        return any(entry.hold for entry in entries)
