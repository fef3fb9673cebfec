"""Finds the browsers of this computer, and whether the extension is installed in each of them by the administrator's
files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HOST_NAME = "org.mishao.browser"
"""Name of our native host in the manifests of browsers."""

POLICY_NAME = "mishao.json"
"""Name of our file in a policy folder of the Chromium family."""

FIREFOX_POLICY = Path("/etc/firefox/policies/policies.json")
"""The one policy file that Firefox reads on Linux."""


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser: its ``programs`` on Linux, and the folders of its policies and of its native hosts. ``policies`` None:
    it has the one file of Firefox.
    """

    name: str
    programs: tuple[str, ...]
    policies: Path | None
    hosts: Path


BROWSERS = (
    Browser("Chromium", ("/usr/bin/chromium", "/usr/bin/chromium-browser"), Path("/etc/chromium/policies/managed"),
            Path("/etc/chromium/native-messaging-hosts")),
    Browser("Google Chrome", ("/usr/bin/google-chrome-stable", "/opt/google/chrome/chrome"),
            Path("/etc/opt/chrome/policies/managed"), Path("/etc/opt/chrome/native-messaging-hosts")),
    Browser("Microsoft Edge", ("/usr/bin/microsoft-edge-stable", "/opt/microsoft/msedge/msedge"),
            Path("/etc/opt/edge/policies/managed"), Path("/etc/opt/edge/native-messaging-hosts")),
    Browser("Firefox", ("/usr/bin/firefox", "/usr/bin/firefox-esr"), None,
            Path("/usr/lib/mozilla/native-messaging-hosts")),
)
"""The browsers into which the package installs the extension."""

UNKNOWN = (
    ("360 安全浏览器", ("/opt/apps/com.360.browser-stable", "/usr/bin/browser360-cn-stable", "/usr/bin/browser360-cn")),
    ("奇安信可信浏览器", ("/usr/bin/qaxbrowser-safe-stable", "/usr/bin/qaxbrowser-safe")),
    ("统信浏览器", ("/usr/bin/uos-browser-stable", "/usr/bin/uos-browser")),
    ("麒麟浏览器", ("/usr/bin/kylin-browser",)),
)
"""Browsers of which nobody has told us the folders: the administrator places the files (docs/admin/browsers.zh.md)."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A browser that is on this computer. ``missing`` are the files without which its pages are known by title alone.
    ``ours``: the package knows where they belong.
    """

    name: str
    missing: tuple[Path, ...]
    ours: bool = True


def installed(root: Path = Path("/")) -> Iterator[Installed]:
    """Yield the browsers of the computer whose files are below ``root``."""
    for browser in BROWSERS:
        if _any(root, browser.programs):
            policy = browser.policies / POLICY_NAME if browser.policies is not None else FIREFOX_POLICY
            wanted = (policy, browser.hosts / f"{HOST_NAME}.json")
            yield Installed(browser.name, tuple(path for path in wanted if not _says(root, path)))
    yield from (Installed(name, (), ours=False) for name, programs in UNKNOWN if _any(root, programs))


def without_extension(root: Path = Path("/")) -> tuple[str, ...]:
    """Return the names of the browsers whose pages are known by their titles alone, as far as files tell."""
    return tuple(browser.name for browser in installed(root) if browser.missing or not browser.ours)


def _any(root: Path, programs: tuple[str, ...]) -> bool:
    return any((root / program.lstrip("/")).exists() for program in programs)


def _says(root: Path, path: Path) -> bool:
    """Return whether a file is there and names us: the one of Firefox may be the unit's own."""
    try:
        return b"mishao" in (root / str(path).lstrip("/")).read_bytes()
    except OSError:
        return False
