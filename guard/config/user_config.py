"""A user's own configuration, mishao.toml: what it may say, which is only ever stricter; reading it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from guard.config.errors import POLICY_LIMIT, PolicyError
from guard.config.policy_checks import SITE_CHARACTERS
from guard.core.locks import Lock
from guard.core.model import DestinationKind
from guard.core.pages import ANY, PageKind, Pages
from guard.core.policy import ENGINE, ENGINES, Policy, Programs
from guard.sentences.catalogue import sentence
from guard.util.os_errors import why
from guard.util.path_text import path_text
from guard.util.toml_text import read_toml
from rules.schema.problem import InvalidFileError
from rules.schema.record import entry, sections
from rules.schema.shapes import FilePath, Many, Text

_PROGRAM = Text(1, pattern=r"(?s).*\S.*", wrong=sentence("schema.empty"))
_SITE = Text(SITE_CHARACTERS, pattern=r"\**\s*[^*\s][^*\n]*[^*\s]\s*\**", visible=True,
             wrong=sentence("configuration.site", count=SITE_CHARACTERS))
LOCKABLE = {"程序": "chat", "网页": "sites", "截图目录": "screenshots", "识别引擎": "engine", "附加规则包": "packs"}
"""Which field adds to which key of the policy."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a user's configuration file adds: chat programs and sites, screenshot folders, optional packs, the OCR
    engine.
    """

    chat: tuple[str, ...] = entry("destinations.chat", Many(_PROGRAM), default=())
    sites: tuple[str, ...] = entry("destinations.sites", Many(_SITE), default=())
    screenshots: tuple[str, ...] = entry("folders.screenshots", Many(FilePath()), default=())
    engine: str | None = entry("reading.engine", ENGINE, default=None)
    packs: tuple[str, ...] = entry("rules.packs", Many(FilePath(anywhere=True)), default=())

    def locked_by(self, policy: Policy) -> tuple[str, ...]:
        """Return the keys of the policy that this would add to and that the policy locks."""
        fields = locked_fields(policy)
        return tuple(key for key, name in LOCKABLE.items() if name in fields and getattr(self, name))

    def weakens_reading(self, policy: Policy) -> bool:
        """Tell whether the engine named here reads less well than that of the policy: it is not used."""
        return self.engine is not None and ENGINES.index(self.engine) > ENGINES.index(policy.engine)

    def unlocked(self, policy: Policy) -> Configuration:
        """Return this without what adds to keys that the policy locks."""
        nothing = Configuration()
        without: dict[str, Any] = {LOCKABLE[key]: getattr(nothing, LOCKABLE[key]) for key in self.locked_by(policy)}
        return replace(self, **without)

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
            engine=policy.engine if self.engine is None or self.weakens_reading(policy) else self.engine,
            optional_packs=(*policy.optional_packs, *self.packs),
        )

    def _pages(self) -> tuple[Pages, ...]:
        """Return the user's own sites, matched by words anywhere in a title."""
        words = tuple(f"{ANY}{site.strip(ANY)}{ANY}" for site in self.sites)
        return (Pages(PageKind.CHAT, words),) if words else ()


def locked_fields(policy: Policy) -> frozenset[str]:
    """Return the fields of Configuration that a policy locks."""
    everything = policy.locks(Lock.SETTINGS)
    return frozenset(name for key, name in LOCKABLE.items() if everything or key in policy.locked)


CONFIGURATION = sections(Configuration)
"""The shape of mishao.toml."""


def load_configuration(untrusted_bytes: bytes, source: str) -> Configuration:
    """Return a user's configuration from TOML; an unknown key is an error, never ignored. Raises PolicyError."""
    if len(untrusted_bytes) > POLICY_LIMIT:
        raise PolicyError(sentence("policy.too-large", source=source, size=len(untrusted_bytes), limit=POLICY_LIMIT))
    try:
        return read_toml(CONFIGURATION, untrusted_bytes, source)
    except InvalidFileError as error:
        raise PolicyError(error.words) from error


def read(path: Path) -> Configuration:
    """Return the content of the file; an empty configuration when there is none. Raises PolicyError."""
    return load_configuration(content_of(path), path_text(path))


def content_of(path: Path) -> bytes:
    """Return the bytes of the file, cut where it is too large; none when there is none. Raises PolicyError."""
    try:
        with path.open("rb") as stream:
            return stream.read(POLICY_LIMIT + 1)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise PolicyError(sentence("policy.not-readable", path=path, why=why(error))) from error
