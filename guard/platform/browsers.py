"""Finds the browsers of this computer, and whether the administrator's files install the extension in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HOST_NAME = "org.mishao.browser"
"""Name of our native host in the manifests of browsers."""

POLICY_NAME = "mishao.json"
"""Name of our file in a policy folder of the Chromium family."""

FIREFOX_POLICY = Path("/etc/firefox/policies/policies.json")
"""The policy file that Firefox reads on Linux where it is there; else the one in a folder of its own."""

_FIREFOX_OWN = ("usr/lib*/firefox*/distribution/policies.json", "opt/firefox*/distribution/policies.json")
_LIST = b"ExtensionSettings"
_OURS = b"mishao"


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
    """A browser that is on this computer. ``missing`` are the files that do not name the extension and should: its
    pages are known by title alone. ``ours``: the package knows where they belong.
    """

    name: str
    missing: tuple[Path, ...]
    ours: bool = True


def installed(root: Path = Path("/")) -> Iterator[Installed]:
    """Yield the browsers of the computer whose files are below ``root``."""
    for browser in BROWSERS:
        if _any(root, browser.programs):
            policy = _firefox(root) if browser.policies is None else _chromium(root, browser.policies)
            host = browser.hosts / f"{HOST_NAME}.json"
            yield Installed(browser.name, (*policy, *(() if _OURS in _read(_below(root, host)) else (host,))))
    yield from (Installed(name, (), ours=False) for name, programs in UNKNOWN if _any(root, programs))


def without_extension(root: Path = Path("/")) -> tuple[str, ...]:
    """Return the names of the browsers whose pages are known by their titles alone, as far as files tell."""
    return tuple(browser.name for browser in installed(root) if browser.missing or not browser.ours)


def _any(root: Path, programs: tuple[str, ...]) -> bool:
    return any((root / program.lstrip("/")).exists() for program in programs)


def _firefox(root: Path) -> tuple[Path, ...]:
    """Return the file that Firefox reads unless it names the extension: it may be the unit's own."""
    own = (found for pattern in _FIREFOX_OWN for found in sorted(root.glob(pattern)))
    read = next((path for path in (_below(root, FIREFOX_POLICY), *own) if path.exists()), None)
    if read is None:
        return (FIREFOX_POLICY,)
    return () if _OURS in _read(read) else (Path("/") / read.relative_to(root),)


def _chromium(root: Path, policies: Path) -> tuple[Path, ...]:
    """Return what keeps a policy folder from installing the extension: no file names it, or another file has a list
    without it, of which the browser may take that one.
    """
    try:
        files = {path.name: _read(path) for path in sorted(_below(root, policies).iterdir())}
    except OSError:
        files = {}
    if not any(_OURS in content for content in files.values()):
        return (policies / POLICY_NAME,)
    lists = {name: _OURS in content for name, content in files.items() if _LIST in content}
    return tuple(policies / name for name, named in lists.items() if not named) if any(lists.values()) else ()


def _below(root: Path, path: Path) -> Path:
    return root / str(path).lstrip("/")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
