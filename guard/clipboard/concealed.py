"""Knows copies that their program marks as nothing to keep: what password managers copy, and private browser windows.

Such a copy is not read: it goes to no other process, into no list and no memory of words (ADR 44). Pure.
"""

from __future__ import annotations

from collections.abc import Mapping

from guard.core.model import Target

HINT = "x-kde-passwordManagerHint"
"""The target that KeePassXC, browsers and others offer beside a password on X11 and Wayland, as KDE's Klipper asks."""

WINDOWS_MARKS = ("ExcludeClipboardContentFromMonitorProcessing", "Clipboard Viewer Ignore")
"""Windows formats that say so by being there, whatever they contain (Microsoft: "Clipboard Formats"; KeePass)."""

WINDOWS_HISTORY = "CanIncludeInClipboardHistory"
"""The Windows format that says so by a DWORD 0."""

_SECRET = b"secret"
_BLANK = b"\0 \t\r\n"


def is_concealed(offered: tuple[str, ...], results: Mapping[str, Target | None]) -> bool:
    """Tell whether the hint among these targets says that a copy is secret. One that is offered and not given does."""
    hint = results.get(HINT)
    return HINT in offered and (hint is None or hint.untrusted_bytes.strip(_BLANK) in (b"", _SECRET))


def is_concealed_on_windows(offered: tuple[str, ...], history: bytes | None) -> bool:
    """Tell whether these Windows formats say so; ``history`` is the content of WINDOWS_HISTORY, None for none."""
    kept_out = WINDOWS_HISTORY in offered and not any(history or b"")
    return kept_out or not set(WINDOWS_MARKS).isdisjoint(offered)
