"""Lays out the extension for browsers and the files by which an administrator's policy installs it.

usage: browser_files.py TREE VERSION    into TREE, in the installed layout

A CRX3 file as Chromium reads it: "Cr24", version 3, a header in protocol buffers, a zip archive
(components/crx_file/crx3.proto). The key in it is no secret and proves nothing: what a browser installs, and from
where, is in files that only root may write (ADR 54). A key that anybody can compute again gives each build the
same id and the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from guard.browser.host import CHROMIUM_ID, FIREFOX_ID  # noqa: E402 - after the checkout was added
from guard.platform.browsers import BROWSERS, HOST_NAME, POLICY_NAME  # noqa: E402

SOURCE = ROOT / "packaging" / "browser"
SHARED = Path("usr/share/mishao/browser")
START = Path("usr/lib/mishao/browser-host")

_NAMED_BY = b"MiShao, the extension for browsers: this names it and proves nothing"
_ID_BYTES = 16
_SIGNED = b"CRX3 SignedData\x00"
_PROOF, _KEY_IN_PROOF, _SIGNATURE_IN_PROOF, _ID_IN_DATA, _DATA = 3, 1, 2, 1, 10000
"""Numbers of fields: an ECDSA proof with its key and signature, the id in the signed data, the signed data."""

_START = b"""#!/bin/sh
# Browsers start a native host by a path alone.
exec "${0%/*}/mishao" --browser-host "$@"
"""
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


def key() -> ec.EllipticCurvePrivateKey:
    """Return the key that names the extension."""
    return ec.derive_private_key(int.from_bytes(hashlib.sha256(_NAMED_BY).digest(), "big"), ec.SECP256R1())


def public_key() -> bytes:
    """Return its public key as a manifest has it (DER)."""
    return key().public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def archive(version: str, *, for_firefox: bool) -> bytes:
    """Return the extension as a zip archive (for Firefox an XPI), the same bytes for the same files."""
    manifest = json.loads((SOURCE / "manifest.json").read_text("utf-8"))
    # Each knows another way to run it; Chromium before 121 takes no manifest that has both.
    way = "scripts" if for_firefox else "service_worker"
    manifest |= {"version": version, "key": base64.b64encode(public_key()).decode(),
                 "background": {way: manifest["background"][way]}}
    files = {path.name: path.read_bytes() for path in sorted(SOURCE.glob("*.js"))}
    files["manifest.json"] = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in sorted(files.items()):
            packed.writestr(zipfile.ZipInfo(name, _FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def crx(packed: bytes) -> bytes:
    """Return an archive as a CRX3 file."""
    data = _field(_ID_IN_DATA, hashlib.sha256(public_key()).digest()[:_ID_BYTES])
    signed = _SIGNED + len(data).to_bytes(4, "little") + data + packed
    signature = key().sign(signed, ec.ECDSA(SHA256(), deterministic_signing=True))
    proof = _field(_KEY_IN_PROOF, public_key()) + _field(_SIGNATURE_IN_PROOF, signature)
    header = _field(_PROOF, proof) + _field(_DATA, data)
    return b"Cr24" + (3).to_bytes(4, "little") + len(header).to_bytes(4, "little") + header + packed


def _field(number: int, content: bytes) -> bytes:
    """Return a field of bytes of a protocol buffer."""
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    """Return a number in groups of seven bits, the lowest first."""
    groups = bytearray()
    while number > 0x7F:
        groups.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes((*groups, number))


def update_file(version: str) -> str:
    """Return the file in which a browser of the Chromium family finds the extension."""
    return (f"<?xml version='1.0' encoding='UTF-8'?>\n"
            f"<gupdate xmlns='http://www.google.com/update2/response' protocol='2.0'>\n"
            f"  <app appid='{CHROMIUM_ID}'>\n"
            f"    <updatecheck codebase='file:///{SHARED}/mishao.crx' version='{version}'/>\n"
            f"  </app>\n</gupdate>\n")


def chromium_policy() -> dict[str, object]:
    """Return the policy that installs it in browsers of the Chromium family: beside a unit's own
    ExtensionInstallForcelist, of which a browser would take one file's alone.
    """
    return {"ExtensionSettings": {CHROMIUM_ID: {
        "installation_mode": "force_installed", "update_url": f"file:///{SHARED}/update.xml"}}}


def firefox_policy() -> dict[str, object]:
    """Return the policy that installs it in Firefox ESR, which may run an extension that Mozilla has not signed."""
    return {"policies": {
        "ExtensionSettings": {FIREFOX_ID: {
            "installation_mode": "force_installed", "install_url": f"file:///{SHARED}/mishao.xpi"}},
        "Preferences": {"xpinstall.signatures.required": {"Value": False, "Status": "locked"}},
    }}


def host_manifest(*, for_firefox: bool) -> dict[str, object]:
    """Return the manifest by which a browser finds the native host."""
    allowed = ({"allowed_extensions": [FIREFOX_ID]} if for_firefox
               else {"allowed_origins": [f"chrome-extension://{CHROMIUM_ID}/"]})
    return {"name": HOST_NAME, "description": "MiShao", "path": f"/{START}", "type": "stdio", **allowed}


def lay_out(tree: Path, version: str) -> Iterable[Path]:
    """Write every file and return their paths in the tree."""
    files = {
        SHARED / "mishao.xpi": archive(version, for_firefox=True),
        SHARED / "mishao.crx": crx(archive(version, for_firefox=False)),
        SHARED / "update.xml": update_file(version).encode(),
        SHARED / "chromium-policy.json": _json(chromium_policy()),
        SHARED / "firefox-policies.json": _json(firefox_policy()),
        SHARED / "chromium-host.json": _json(host_manifest(for_firefox=False)),
        START: _START,
    }
    for browser in BROWSERS:
        hosts = browser.hosts.relative_to("/")
        files[hosts / f"{HOST_NAME}.json"] = _json(host_manifest(for_firefox=browser.policies is None))
        if browser.policies is not None:
            files[browser.policies.relative_to("/") / POLICY_NAME] = _json(chromium_policy())
    for path, content in files.items():
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_bytes(content)
        (tree / path).chmod(0o755 if path == START else 0o644)
    return files


def _json(content: dict[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n"


if __name__ == "__main__":
    lay_out(Path(sys.argv[1]), sys.argv[2])
