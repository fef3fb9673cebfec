"""Finds where the desktops' screenshot tools save, from their own settings. One line per tool and setting.

No program is started where a file can be read; dconf's database is read through ``gsettings``.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from guard.sentences.catalogue import sentence
from rules.sentences.sentence import Sentence

log = logging.getLogger(__name__)

ASK_SECONDS = 2.0
"""How long ``gsettings`` is waited for; it answers within 20 ms."""

_FILE_LIMIT = 256 * 1024
_ESCAPED = re.compile(r"\\x([0-9a-fA-F]{1,4})|\\(.)")
_HOST = re.compile(r"^file:(?://[^/$]*)?")  # of a ``file:`` URI (RFC 8089)
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "s": " "}


@dataclass(frozen=True, slots=True)
class Setting:
    """A key of a settings file below the user's configuration; with a ``schema`` the file is dconf's database.

    ``of_file``: the value names the last picture, not its folder.
    """

    tool: Sentence
    file: str
    key: str
    schema: str = ""
    of_file: bool = False


_DCONF = "dconf/user"

SETTINGS = (
    Setting(Sentence("Flameshot"), "flameshot/flameshot.ini", "savePath"),
    Setting(Sentence("xfce4-screenshooter"), "xfce4/xfce4-screenshooter", "screenshot_dir"),
    Setting(sentence("folders.gnome-screenshot"), _DCONF, "auto-save-directory", schema="org.gnome.gnome-screenshot"),
    Setting(sentence("folders.gnome-screenshot"), _DCONF, "last-save-directory", schema="org.gnome.gnome-screenshot"),
    Setting(Sentence("Spectacle"), "spectaclerc", "imageSaveLocation"),                         # KDE 6
    Setting(Sentence("Spectacle"), "spectaclerc", "lastImageSaveLocation", of_file=True),
    Setting(Sentence("Spectacle"), "spectaclerc", "lastImageSaveAsLocation", of_file=True),
    Setting(Sentence("Spectacle"), "spectaclerc", "defaultSaveLocation"),                       # KDE 5
    Setting(Sentence("Spectacle"), "spectaclerc", "lastSaveLocation", of_file=True),
    Setting(sentence("folders.deepin-screenshot"), "deepin/deepin-screen-recorder/deepin-screen-recorder.conf",
            "save_dir"),
    Setting(sentence("folders.kylin-screenshot"), _DCONF, "screenshot-path", schema="org.ukui.screenshot"),
    Setting(sentence("folders.kylin-screenshot"), "Dharkael/kylin-screenshot.conf", "savePath"),
)


def settings_files(configuration: Path) -> tuple[Path, ...]:
    """Return the files that say where tools save, whether or not they exist. ``configuration``: XDG_CONFIG_HOME."""
    return tuple(dict.fromkeys(configuration / setting.file for setting in SETTINGS))


def saving_folders(configuration: Path) -> tuple[tuple[Path, Sentence], ...]:
    """Return each folder that a tool saves to, and the tool; values that are not paths are skipped.

    Runs ``gsettings`` where there is a dconf database: up to ``ASK_SECONDS`` per schema.
    """
    read = {file: _text(configuration / file) for file in dict.fromkeys(setting.file for setting in SETTINGS)}
    found: dict[Path, Sentence] = {}
    for setting in SETTINGS:
        untrusted_text = _asked(setting) if setting.schema and read[setting.file] else read[setting.file]
        for untrusted_value in _values(untrusted_text, setting):
            folder = _folder(untrusted_value)
            if folder is not None:
                found.setdefault(folder.parent if setting.of_file else folder, setting.tool)
    return tuple(found.items())


def _text(file: Path) -> str:
    """Return the beginning of a settings file, "" for one that cannot be read."""
    try:
        with file.open("rb") as stream:
            return stream.read(_FILE_LIMIT).decode("utf-8", "replace")
    except OSError:
        return ""


def _asked(setting: Setting) -> str:
    """Return the value that ``gsettings`` gives for one key, as a line of a settings file; "" when it does not know it.
    """
    program = shutil.which("gsettings")
    if program is None:
        return ""
    try:
        told = subprocess.run([program, "get", setting.schema, setting.key], capture_output=True, check=False,
                              stdin=subprocess.DEVNULL, timeout=ASK_SECONDS)
    except (OSError, subprocess.SubprocessError) as error:
        log.info("gsettings did not answer: %s", type(error).__name__)
        return ""
    value = told.stdout.decode("utf-8", "replace").strip()
    return f"{setting.key}={value[1:-1]}" if told.returncode == 0 and value[:1] in "'\"" else ""


def _values(untrusted_text: str, setting: Setting) -> Iterator[str]:
    for line in untrusted_text.splitlines():
        name, equals, value = line.partition("=")
        # KDE marks a key that is immutable or expanded: key[$e].
        if equals and name.strip().partition("[")[0] == setting.key:
            yield value.strip()


def _folder(untrusted_value: str) -> Path | None:
    """Return the absolute path of a setting: a path or a ``file:`` URI, possibly quoted, with $HOME or ~."""
    value = _ESCAPED.sub(_unescaped, untrusted_value).strip('"').strip()
    value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # \\x may give half a character
    if value.startswith("file:"):
        value = unquote(_HOST.sub("", value))
    home = str(Path.home())
    for short in ("$HOME", "~"):
        if value == short or value.startswith(f"{short}/"):
            value = home + value[len(short):]
    if not value.startswith("/") or "\0" in value:
        return None
    return Path(os.path.normpath(value))


def _unescaped(found: re.Match[str]) -> str:
    """Decode one escape: QSettings writes what is not Latin-1 as \\xHHHH, GLib and KDE use their own escapes."""
    if found[1]:
        return chr(int(found[1], 16))
    return _CONTROLS.get(found[2], found[2])
