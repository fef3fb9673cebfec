"""Reads the policy document (YAML, Chinese keys) and a user's own configuration (TOML, only ever stricter).

The parser checks form, never signatures: those are checked in guard/supply before the bytes come here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from io import BytesIO
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from guard.authorisation.trusted import KEY_PATTERN
from guard.config.policy_problems import first_line, first_problem
from guard.core.model import DestinationKind, Release
from guard.core.pages import ANY, PageKind, Pages
from guard.core.policy import (
    FileGate,
    GateMode,
    GovernmentChat,
    Mode,
    Policy,
    Programs,
    ReleaseRule,
    Retention,
    UnitRule,
    Unjudged,
)
from guard.core.reporting import Reporting, ReportingError, reporting_of
from guard.sentences.catalogue import sentence
from guard.util.toml_text import TomlError, toml_of
from rules.model import Action, Nature
from rules.sensitivity import Sensitivity
from rules.sentences.sentence import SaidError

POLICY_LIMIT = 1024 * 1024
"""Bytes of a policy or configuration file at most; a real one has a few thousand."""


_SITE_CHARACTERS = 2
_READING_SECONDS = 10


class PolicyError(SaidError):
    """A policy or configuration cannot be used; its words name the file, the place and what to change."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, populate_by_name=True)


class _Programs(_Strict):
    kind: DestinationKind = Field(alias="种类")
    paths: tuple[str, ...] = Field((), alias="程序路径")
    names: tuple[str, ...] = Field((), alias="程序名")
    window_classes: tuple[str, ...] = Field((), alias="窗口类名")


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


class _Pages(_Strict):
    kind: PageKind = Field(alias="种类")
    names: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = Field(alias="名称")


class _ReleaseRule(_Strict):
    nature: Nature = Field(alias="性质")
    after_block: Release = Field(alias="拦截后")
    after_warn: Release = Field(alias="提醒后")
    redacted_copy: bool = Field(False, alias="打码版")


class _GovernmentAction(StrEnum):
    HOLD = "先留着"
    PASS = "放过"


class _GovernmentChat(_Strict):
    nature: Nature | None = Field(None, alias="性质")
    rule: str = Field("", alias="规则")
    action: _GovernmentAction = Field(alias="动作")


class _RuleAction(StrEnum):
    BLOCK = "拦截"
    WARN = "提醒"
    LOG = "记录"


class _UnitRule(_Strict):
    units: tuple[str, ...] = Field(alias="科室", min_length=1)
    rules: tuple[str, ...] = Field(alias="规则", min_length=1)
    action: _RuleAction = Field(alias="动作")
    reason: str = Field(alias="原因", min_length=2, max_length=400)
    approver: str = Field(alias="批准人", min_length=2, max_length=60)
    until: date = Field(alias="截止")


class _FileGate(_Strict):
    mode: GateMode = Field(GateMode.ON, alias="开关")
    wait_ms: int = Field(1500, alias="等待毫秒", ge=100, le=1800)
    folders: tuple[str, ...] = Field((), alias="加看目录")
    left_out: tuple[str, ...] = Field((), alias="不看目录")
    unjudged: Unjudged = Field(Unjudged.AS_UNREAD, alias="没判完的")


class _Document(_Strict):
    name: str = Field(alias="策略")
    version: str = Field(alias="版本")
    mode: Mode = Field(alias="模式")
    sensitivity: Sensitivity = Field(Sensitivity.STANDARD, alias="灵敏度")
    notice: str = Field(alias="占位文字", max_length=60)
    hold_unreadable: bool = Field(alias="未读出先留着")
    release_unreadable: Release = Field(alias="未读出的放行")
    read_unconfined: bool = Field(False, alias="没有沙箱也读取")
    wide: tuple[Nature, ...] = Field(alias="从严性质")
    retention: Retention = Field(alias="密级内容留存")
    retention_days: int = Field(alias="留存天数", ge=1, le=3650)
    retention_megabytes: int = Field(4096, alias="留存上限MB", ge=100, le=1_000_000)
    engine: str = Field(alias="识别引擎")
    optional_packs: tuple[str, ...] = Field((), alias="附加规则包")
    screenshot_folders: tuple[str, ...] = Field((), alias="截图目录")
    security_office: str = Field("", alias="保密办联系方式", max_length=120)
    pause_minutes: int = Field(alias="暂停最长分钟", ge=0, le=480)
    countdown_seconds: int = Field(0, alias="窗口倒计时秒", ge=0, le=600)
    kinship_hours: int = Field(8, alias="拦下后记住小时", ge=0, le=72)
    locked: tuple[str, ...] = Field((), alias="锁定")
    release: tuple[_ReleaseRule, ...] = Field(alias="放行")
    programs: tuple[_Programs, ...] = Field(alias="程序")
    pages: tuple[_Pages, ...] = Field((), alias="网页")
    authorisation_keys: tuple[Annotated[str, Field(pattern=f"^{KEY_PATTERN}$")], ...] = Field((), alias="授权公钥")
    reporting: dict[str, object] = Field({}, alias="上报")
    government_chat: tuple[_GovernmentChat, ...] = Field((), alias="政务协同")
    unit_rules: tuple[_UnitRule, ...] = Field((), alias="科室规则")
    screen_notice: bool = Field(True, alias="屏幕提示")
    file_gate: _FileGate = Field(default_factory=lambda: _FileGate.model_validate({}), alias="文件闸门")


def load(untrusted_bytes: bytes, source: str) -> Policy:
    """Return the policy of a YAML document; ``source`` is its name for messages. Raises PolicyError."""
    document = _validated(_Document, _yaml(untrusted_bytes, source), source, untrusted_bytes)
    _check(document, source)
    return Policy(
        version=f"{document.name} {document.version}",
        mode=document.mode,
        sensitivity=document.sensitivity,
        programs=tuple(Programs(entry.kind, entry.paths, entry.names, entry.window_classes)
                       for entry in document.programs),
        release=tuple(ReleaseRule(rule.nature, rule.after_block, rule.after_warn, rule.redacted_copy)
                      for rule in document.release),
        wide=document.wide,
        hold_unreadable=document.hold_unreadable,
        release_unreadable=document.release_unreadable,
        read_unconfined=document.read_unconfined,
        notice=document.notice,
        retention=document.retention,
        retention_days=document.retention_days,
        retention_megabytes=document.retention_megabytes,
        optional_packs=document.optional_packs,
        screenshot_folders=document.screenshot_folders,
        engine=document.engine,
        security_office=document.security_office,
        pause_minutes=document.pause_minutes,
        countdown_seconds=document.countdown_seconds,
        kinship_hours=document.kinship_hours,
        locked=document.locked,
        pages=tuple(Pages(entry.kind, entry.names) for entry in document.pages),
        authorisation_keys=document.authorisation_keys,
        reporting=_reporting(document, source),
        government_chat=tuple(GovernmentChat(entry.action is _GovernmentAction.HOLD, entry.nature, entry.rule)
                              for entry in document.government_chat),
        unit_rules=tuple(UnitRule(entry.units, entry.rules, Action[entry.action.name], entry.reason, entry.approver,
                                  entry.until) for entry in document.unit_rules),
        screen_notice=document.screen_notice,
        file_gate=_gate(document.file_gate),
    )


def _gate(gate: _FileGate) -> FileGate:
    return FileGate(gate.mode, gate.wait_ms, gate.folders, gate.left_out, gate.unjudged)


def _reporting(document: _Document, source: str) -> Reporting:
    try:
        return reporting_of(document.reporting)
    except ReportingError as error:
        raise PolicyError(sentence("policy.of", source=source, why=error.words)) from error


def _check_countdown(document: _Document, source: str) -> None:
    """Refuse a countdown too short for anybody to read a warning."""
    if 0 < document.countdown_seconds < _READING_SECONDS:
        raise PolicyError(sentence("policy.countdown", source=source, seconds=_READING_SECONDS))


def _check_pages(document: _Document, source: str) -> None:
    """Refuse names that nearly every page would have, and asterisks without a meaning."""
    for name in (name for entry in document.pages for name in entry.names):
        words = name.strip(ANY)
        if not words.strip() or (words != name and len(words.strip()) < _SITE_CHARACTERS):
            raise PolicyError(sentence("policy.page-too-short", source=source, count=_SITE_CHARACTERS, name=name))
        if ANY in words:
            raise PolicyError(sentence("policy.page-star", source=source, name=name))


def _check_gate(gate: _FileGate, source: str) -> None:
    for folder in (*gate.folders, *gate.left_out):
        if not folder.startswith(("/", "~/")):
            raise PolicyError(sentence("policy.gate-folder", source=source, folder=folder))


def _check(document: _Document, source: str) -> None:
    """Refuse a document of the right form that makes no sense."""
    _check_countdown(document, source)
    natures = [rule.nature for rule in document.release]
    if missing := [nature.value for nature in Nature if nature not in natures]:
        raise PolicyError(sentence("policy.natures-missing", source=source, natures=tuple(missing)))
    if len(set(natures)) != len(natures):
        raise PolicyError(sentence("policy.nature-twice", source=source))
    secret = next(rule for rule in document.release if rule.nature is Nature.STATE_SECRET)
    if secret.after_block is not Release.NEVER or secret.redacted_copy:
        raise PolicyError(sentence("policy.state-secret-release", source=source))
    if Nature.STATE_SECRET not in document.wide:
        raise PolicyError(sentence("policy.strict-natures", source=source))
    _check_pages(document, source)
    if any((each.nature is None) == (not each.rule) for each in document.government_chat):
        raise PolicyError(sentence("policy.government-chat-either", source=source))
    if any(each.nature in document.wide and each.action is _GovernmentAction.PASS for each in document.government_chat):
        raise PolicyError(sentence("policy.government-chat-strict", source=source))
    _check_gate(document.file_gate, source)
    for entry in document.programs:
        if relative := [path for path in entry.paths if not path.startswith("/") and path[1:3] != ":\\"]:
            raise PolicyError(sentence("policy.program-path", source=source, path=relative[0]))


def _check_size(untrusted_bytes: bytes, source: str) -> None:
    if len(untrusted_bytes) > POLICY_LIMIT:
        raise PolicyError(sentence("policy.too-large", source=source, size=len(untrusted_bytes), limit=POLICY_LIMIT))


def _yaml(untrusted_bytes: bytes, source: str) -> object:
    _check_size(untrusted_bytes, source)
    if b"&" in untrusted_bytes:
        raise PolicyError(sentence("policy.anchors", source=source))
    try:
        return YAML(typ="safe", pure=True).load(BytesIO(untrusted_bytes))
    except (YAMLError, RecursionError, TypeError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        place = sentence("policy.line", line=mark.line + 1) if mark is not None else sentence("policy.file")
        raise PolicyError(sentence("policy.not-yaml", source=source, spot=place)) from error


# ------------------------------------------------------------------ the user's own configuration
class _Destinations(_Strict):
    chat: tuple[str, ...] = ()
    sites: tuple[Annotated[str, Field(min_length=_SITE_CHARACTERS)], ...] = ()


class _Folders(_Strict):
    screenshots: tuple[str, ...] = ()


class _Engines(StrEnum):
    CASCADE = "cascade"
    RAPIDOCR = "rapidocr"
    TESSERACT = "tesseract"


class _Reading(_Strict):
    engine: _Engines | None = None


class _Rules(_Strict):
    packs: tuple[str, ...] = ()


class _Configuration(_Strict):
    destinations: _Destinations = _Destinations()
    folders: _Folders = _Folders()
    reading: _Reading = _Reading()
    rules: _Rules = _Rules()


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a user's configuration file adds: chat programs and sites, screenshot folders, optional packs, the OCR
    engine.
    """

    chat: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    screenshots: tuple[str, ...] = ()
    engine: str | None = None
    packs: tuple[str, ...] = ()

    def tighten(self, policy: Policy) -> Policy:
        """Return the policy with these additions. Nothing here can remove anything from it."""
        programs = policy.programs
        if self.chat:
            programs = (*programs, Programs(DestinationKind.CHAT, names=self.chat, window_classes=self.chat))
        return replace(
            policy,
            programs=programs,
            pages=(*policy.pages, *self._pages()),
            screenshot_folders=(*policy.screenshot_folders, *self.screenshots),
            engine=self.engine or policy.engine,
            optional_packs=(*policy.optional_packs, *self.packs),
        )

    def _pages(self) -> tuple[Pages, ...]:
        """Return the user's own sites, matched by words anywhere in a title."""
        words = tuple(f"{ANY}{site.strip(ANY)}{ANY}" for site in self.sites if len(site.strip(ANY)) >= _SITE_CHARACTERS)
        return (Pages(PageKind.CHAT, words),) if words else ()


def load_configuration(untrusted_bytes: bytes, source: str) -> Configuration:
    """Return a user's configuration from TOML; an unknown key is an error, never ignored. Raises PolicyError."""
    _check_size(untrusted_bytes, source)
    try:
        document = toml_of(untrusted_bytes)
    except TomlError as error:
        raise PolicyError(sentence("policy.not-toml", source=source, why=error.words)) from error
    checked = _validated(_Configuration, document, source)
    engine = checked.reading.engine
    return Configuration(checked.destinations.chat, checked.destinations.sites, checked.folders.screenshots,
                         engine.value if engine else None, checked.rules.packs)


_Model = TypeVar("_Model", bound=BaseModel)


def _validated(model: Callable[..., _Model] | type[_Model], document: object, source: str,
               yaml: bytes = b"") -> _Model:
    """Return a document as its model. ``yaml``, if given, is used to find the line of a mistake."""
    if not isinstance(document, dict):
        raise PolicyError(sentence("policy.not-a-mapping", source=source))
    try:
        return model(**document)
    except (ValidationError, TypeError) as error:
        words, line = sentence("policy.names-are-text"), 0
        if isinstance(error, ValidationError):
            words, line = first_problem(error), first_line(error, yaml) if yaml else 0
        said = sentence("policy.of-line", source=source, line=line, why=words) if line else \
            sentence("policy.of", source=source, why=words)
        raise PolicyError(said) from error
