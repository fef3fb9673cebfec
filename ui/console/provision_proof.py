"""Proves the files of `mishao provision` by reading them as the program does, before one of them is written."""

from __future__ import annotations

import ssl
import tempfile
from collections.abc import Mapping
from pathlib import Path

from securesystemslib.exceptions import Error as SecureSystemsError
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root
from tuf.api.serialization import DeserializationError

from guard.authorisation.trusted import FILE_NAME as AUTHORISE
from guard.authorisation.trusted import broken_lines, machine_keys
from guard.core.reporting import Reporting
from guard.journal.machine_reporting import with_machine
from guard.platform.machine import ROOT, MachineLayer
from guard.supply.exact_indexes import KEY_FILE as EXACT
from guard.supply.exact_indexes import ExactKeyError, key_of
from guard.supply.retention_file import retention_days
from guard.supply.trusted_sources import trust_of
from rules.sentences.sentence import SaidError
from ui.console.shared_options import UsageError


def prove(laid: Mapping[str, bytes], layer: MachineLayer) -> None:
    """Read the new files of a machine layer beside those that stay and are the administrator's. Raises UsageError."""
    folder = layer.folder
    with tempfile.TemporaryDirectory() as name:
        staged = Path(name)
        for path in (folder.iterdir() if folder.is_dir() else ()):
            if path.is_file() and layer.only_root_writes(path):
                (staged / path.name).write_bytes(path.read_bytes())
        for file, content in laid.items():
            (staged / file).write_bytes(content)
        machine = MachineLayer(staged, lambda _: True)
        try:
            trust = trust_of(machine)
            with_machine(Reporting(), machine)
            retention_days(machine)
        except SaidError as error:
            raise UsageError(str(error).replace(str(staged), str(folder))) from error
        _prove_certificates(trust.certificates if trust is not None else "")
        _prove_keys(laid, machine, trust.root if trust is not None else laid.get(ROOT))


def _prove_certificates(written: str) -> None:
    if not written:
        return
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=written)
    except (ssl.SSLError, ValueError) as error:
        raise UsageError("--ca 的文件里不是 PEM 格式的证书（-----BEGIN CERTIFICATE-----），请换一个。") from error


def _prove_keys(laid: Mapping[str, bytes], machine: MachineLayer, root: bytes | None) -> None:
    if AUTHORISE in laid and (broken_lines(machine) or not machine_keys(machine)):
        raise UsageError(f"{AUTHORISE} 里不全是授权公钥，请从授权目录重新拷。")
    if EXACT in laid:
        _prove_exact(laid[EXACT])
    if root is None:
        return
    try:
        metadata = Metadata[Root].from_bytes(root)
        metadata.signed.verify_delegate(Root.type, metadata.signed_bytes, metadata.signatures)
    except (RepositoryError, SecureSystemsError, DeserializationError, AttributeError, ValueError) as error:
        raise UsageError(f"{ROOT} 不是发布目录里 install/root.json 那样签过名的根密钥，请重新拷。") from error


def _prove_exact(content: bytes) -> None:
    try:
        key_of(content)
    except ExactKeyError as error:
        words = f"{EXACT} 不是名单密钥（64 个十六进制数字），请重新拷 mishao exact build 写的那一个。"
        raise UsageError(words) from error
