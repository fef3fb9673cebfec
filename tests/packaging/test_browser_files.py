"""Tests the extension and its files as the package lays them out.

There is one id and no address of the internet, the bytes are the same each time, and a page could use nothing.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pytest

from guard.browser.host import CALLERS, CHROMIUM_ID, FIREFOX_ID
from guard.platform.browsers import BROWSERS, HOST_NAME, POLICY_NAME, installed, without_extension
from tests.support.packaged import moved
from tests.support.program import ROOT

SOURCE = ROOT / "packaging" / "browser"


def laid_out(folder: Path) -> Path:
    subprocess.run([sys.executable, str(ROOT / "packaging" / "browser_files.py"), str(folder), "1.2.3"], check=True,
                   timeout=60)
    return folder


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the package for browsers."""
    return laid_out(tmp_path_factory.mktemp("tree"))


def written(tree: Path) -> dict[str, bytes]:
    return {str(path.relative_to(tree)): path.read_bytes() for path in tree.rglob("*") if path.is_file()}


def test_two_builds_have_the_same_bytes(tree: Path, tmp_path: Path) -> None:
    assert written(tree) == written(laid_out(tmp_path))


def test_every_file_names_the_same_extension(tree: Path) -> None:
    shared = tree / "usr" / "share" / "mishao" / "browser"
    packed = (shared / "mishao.crx").read_bytes()
    archive = zipfile.ZipFile(io.BytesIO(packed[packed.index(b"PK"):]))
    manifest = json.loads(archive.read("manifest.json"))
    source = json.loads((SOURCE / "manifest.json").read_text("utf-8"))
    assert manifest["key"] == source["key"]
    assert manifest["version"] == "1.2.3"
    assert manifest["browser_specific_settings"]["gecko"]["id"] == FIREFOX_ID
    assert {name for name in archive.namelist() if name != "manifest.json"} == {p.name for p in SOURCE.glob("*.js")}
    assert f"appid='{CHROMIUM_ID}'" in (shared / "update.xml").read_text()
    for browser in BROWSERS:
        host = json.loads((tree / str(browser.hosts).lstrip("/") / f"{HOST_NAME}.json").read_text())
        assert [*host.get("allowed_origins", ()), *host.get("allowed_extensions", ())] == [
            CALLERS[0] if browser.policies else CALLERS[1]]
        assert (tree / host["path"].lstrip("/")).stat().st_mode & 0o777 == 0o755


def test_a_manifest_says_only_the_way_to_run_that_its_browser_knows(tree: Path) -> None:
    shared = tree / "usr" / "share" / "mishao" / "browser"
    packed = (shared / "mishao.crx").read_bytes()
    said = [json.loads(zipfile.ZipFile(io.BytesIO(archive)).read("manifest.json"))["background"]
            for archive in (packed[packed.index(b"PK"):], (shared / "mishao.xpi").read_bytes())]
    assert said == [{"service_worker": "background.js"}, {"scripts": ["background.js"]}]


def test_nothing_is_installed_from_the_internet(tree: Path) -> None:
    text = b"".join(content for name, content in written(tree).items() if name.endswith((".json", ".xml")))
    addresses = set(re.findall(rb"[\w-]+://[^\s'\";]*", text))
    # The one of http is the name of a format, which nobody asks for.
    local = (b"file:///usr/share/mishao", b"chrome-extension")
    assert {one for one in addresses if not one.startswith(local)} == {b"http://www.google.com/update2/response"}
    assert len(addresses) == 5


def test_the_extension_asks_for_little_and_listens_to_no_page() -> None:
    manifest = json.loads((SOURCE / "manifest.json").read_text("utf-8"))
    assert manifest["permissions"] == ["nativeMessaging", "clipboardRead"]
    assert not {"host_permissions", "externally_connectable", "web_accessible_resources", "content_security_policy",
                "optional_permissions"} & manifest.keys()
    scripts = "".join(path.read_text("utf-8") for path in SOURCE.glob("*.js"))
    for forbidden in ("onMessageExternal", "onConnectExternal", "eval(", "new Function", "import(", "fetch(",
                      "XMLHttpRequest", "addEventListener(\"message\"", "innerHTML", "appendChild", "http://", "https://"):
        assert forbidden not in scripts, forbidden


def test_the_one_policy_file_of_firefox_is_placed_where_there_is_none_and_removed_as_it_was(
        tree: Path, tmp_path: Path) -> None:
    (tmp_path / "retention.toml").touch()
    (tmp_path / "browser").mkdir()
    ours = tmp_path / "browser" / "firefox-policies.json"
    ours.write_bytes((tree / "usr/share/mishao/browser/firefox-policies.json").read_bytes())
    policies = tmp_path / "firefox" / "policies" / "policies.json"
    units = tmp_path / "usr/lib/systemd/system"
    units.mkdir(parents=True)
    shutil.copy(ROOT / "packaging/linux/mishao-gate.service", units)

    def run(script: str) -> str:
        done = subprocess.run(["sh", "-c", moved(script, tmp_path), script], check=True, timeout=60,
                              stderr=subprocess.PIPE)
        return done.stderr.decode()

    assert run("after-install") == ""
    assert policies.read_bytes() == ours.read_bytes()
    assert run("after-install") == "", "an upgrade finds our own"
    run("before-removal")
    assert not policies.parent.parent.exists()
    own = tmp_path / "lib64" / "firefox" / "distribution" / "policies.json"
    own.parent.mkdir(parents=True)
    own.write_text("{}")
    assert str(own) in run("after-install")
    assert not policies.exists()  # Firefox would no longer read the unit's
    own.unlink()
    policies.parent.mkdir(parents=True)
    policies.write_text("{}")
    run("after-install")
    run("before-removal")
    assert policies.read_text() == "{}"


def test_a_browser_is_without_the_extension_until_its_files_are_there(tree: Path, tmp_path: Path) -> None:
    for program in ("usr/bin/chromium", "usr/bin/firefox", "usr/bin/uos-browser"):
        (tmp_path / program).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / program).touch()
    assert without_extension(tmp_path) == ("Chromium", "Firefox", "统信浏览器")
    laid_out(tmp_path)
    assert without_extension(tmp_path) == ("Firefox", "统信浏览器")
    policies = tmp_path / "etc" / "firefox" / "policies" / "policies.json"
    policies.parent.mkdir(parents=True)
    policies.write_text('{"policies": {}}')
    assert [str(path) for one in installed(tmp_path) for path in one.missing] == [
        "/etc/firefox/policies/policies.json"]
    policies.write_bytes((tree / "usr/share/mishao/browser/firefox-policies.json").read_bytes())
    assert without_extension(tmp_path) == ("统信浏览器",)


def test_an_administrators_own_list_with_the_extension_counts_and_one_without_it_is_named(
        tree: Path, tmp_path: Path) -> None:
    (tmp_path / "usr/bin").mkdir(parents=True)
    for program in ("chromium", "firefox"):
        (tmp_path / "usr/bin" / program).touch()
    laid_out(tmp_path)
    managed = tmp_path / "etc/chromium/policies/managed"
    (managed / "unit.json").write_text('{"ExtensionSettings": {"other": {}}}')
    firefox = tmp_path / "usr/lib/firefox/distribution/policies.json"
    firefox.parent.mkdir(parents=True)
    firefox.write_text("{}")
    assert [str(path) for one in installed(tmp_path) for path in one.missing] == [
        "/etc/chromium/policies/managed/unit.json", "/usr/lib/firefox/distribution/policies.json"]
    (managed / "unit.json").write_bytes((managed / "mishao.json").read_bytes())
    (managed / "mishao.json").write_text("{}")
    firefox.write_bytes((tree / "usr/share/mishao/browser/firefox-policies.json").read_bytes())
    assert without_extension(tmp_path) == ()


@pytest.mark.skipif(shutil.which("rpmbuild") is None or os.geteuid() != 0, reason="needs rpm, as root")
def test_an_rpm_leaves_no_folder_of_a_browser_behind(tree: Path, tmp_path: Path) -> None:
    spec = (ROOT / "packaging/linux/rpm/mishao.spec").read_text("utf-8").partition("%files")[2].splitlines()
    of_browsers = [line for line in spec if re.search("/(chromium|opt|mozilla)", line) and "lib64" not in line]
    (tmp_path / "small.spec").write_text("\n".join((
        "Name: small", "Version: 1", "Release: 1", "Summary: x", "License: x", "AutoReqProv: no", "BuildArch: noarch",
        "%description", "%install", f"cp -a {tree}/etc %{{buildroot}}/", "mkdir %{buildroot}/usr",
        f"cp -a {tree}/usr/lib %{{buildroot}}/usr/", "rm -r %{buildroot}/usr/lib/mishao", "%files", *of_browsers, "")))

    def rpm(program: str, *arguments: str) -> None:
        subprocess.run([program, "--define", f"_topdir {tmp_path}", "--define", "__os_install_post %{nil}", *arguments],
                       check=True, timeout=60, capture_output=True)

    rpm("rpmbuild", "-bb", str(tmp_path / "small.spec"))
    root = tmp_path / "root"
    (root / "etc/opt").mkdir(parents=True)
    (root / "usr/lib").mkdir(parents=True)
    rpm("rpm", "--root", str(root), "-i", "--nodeps", str(tmp_path / "RPMS/noarch/small-1-1.noarch.rpm"))
    assert (root / "etc/opt/edge/policies/managed/mishao.json").exists()
    rpm("rpm", "--root", str(root), "-e", "--nodeps", "small")
    assert sorted(str(path.relative_to(root)) for top in ("etc", "usr") for path in (root / top).rglob("*")) == [
        "etc/opt", "usr/lib"]


def test_the_administrators_page_shows_each_file_as_it_is_laid_out(tree: Path) -> None:
    page = (ROOT / "docs/admin/browsers.zh.md").read_text("utf-8")
    shown = [textwrap.dedent(block) for block in re.findall(r"(?:^    .*\n)+", page, re.MULTILINE)]
    of_firefox = tree / "usr/lib/mozilla/native-messaging-hosts" / f"{HOST_NAME}.json"
    shared = (tree / "usr/share/mishao/browser" / name for name in (
        "chromium-policy.json", "chromium-host.json", "firefox-policies.json"))
    for file in (*shared, of_firefox):
        assert file.read_text("utf-8") in shown, file
    for browser in BROWSERS:
        assert browser.policies is None or f"`{browser.policies}/{POLICY_NAME}`" in page
        assert f"`{browser.hosts}/{HOST_NAME}.json`" in page
