"""The administrator's keys: one file per key, sealed with a passphrase unless it is the online key.

Root and targets keys are sealed. The file says in plain text which key it is, so that only keys that are needed are
opened. Sealing: scrypt, then AES-256-GCM.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from securesystemslib.signer import CryptoSigner, SSlibKey

from guard.platform import atomic_file
from guard.publish.errors import PublishError
from guard.sentences.catalogue import sentence
from guard.util.os_errors import why
from guard.util.undecodable import UNDECODABLE

PASSPHRASE_LENGTH = 12
"""Characters of a passphrase at least."""

_SCRYPT_COST = 2**16
_KEY_BYTES = 32
_SALT_BYTES = 16
_NONCE_BYTES = 12
_ENDING = ".key"
_BEGINS = b"{"
"""How a file of a publishing key begins, also one that was cut off."""

Passphrase = Callable[[str], str]
"""Asks a person for the passphrase of the key with this name."""


class _KeyFile(msgspec.Struct, frozen=True):
    """``salt`` is empty when the key is not sealed."""

    keyid: str
    role: str
    sealed: bytes
    salt: bytes = b""
    nonce: bytes = b""


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that is not stored yet, and the content of its file."""

    signer: CryptoSigner
    file_name: str
    content: bytes = field(repr=False)


@contextmanager
def placed(keys: Iterable[tuple[NewKey, Path]]) -> Iterator[list[Path]]:
    """Write keys into their folders and yield their files; none stays when the block fails.

    Raises PublishError.
    """
    with ExitStack() as undo:
        files = []
        for key, folder in keys:
            files.append(_write(folder / key.file_name, key.content))
            undo.callback(files[-1].unlink, missing_ok=True)
        yield files
        undo.pop_all()


@dataclass(frozen=True, slots=True)
class Keys:
    """The folders that contain keys (each holder's USB stick is one), and who is asked for passphrases.

    ``opened`` are keys that need no passphrase any more; ``ask_new`` asks for that of a new key, None as for others.
    """

    folders: Sequence[Path]
    ask: Passphrase
    opened: Sequence[CryptoSigner] = ()
    ask_new: Passphrase | None = None

    def new(self, role: str, *, sealed: bool = True) -> NewKey:
        """Make a key; ``placed`` writes it. Raises PublishError."""
        private = Ed25519PrivateKey.generate()
        signer = CryptoSigner(private, SSlibKey.from_crypto(private.public_key()))
        name = f"{role}-{signer.public_key.keyid[:8]}"
        content = private.private_bytes_raw()
        entry = _KeyFile(signer.public_key.keyid, role, content)
        if sealed:
            salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
            secret = AESGCM(_derived(self._new_passphrase(name), salt)).encrypt(nonce, content, None)
            entry = _KeyFile(entry.keyid, role, secret, salt, nonce)
        return NewKey(signer, name + _ENDING, msgspec.json.encode(entry))

    def signers(self, keyids: Collection[str], enough: int) -> list[CryptoSigner]:
        """Open as many of these keys as are enough. Raises PublishError when there are fewer."""
        opened = {signer.public_key.keyid: signer for signer in self.opened}
        found = {keyid: signer for keyid, signer in opened.items() if keyid in keyids}
        for path, entry in self._files():
            if entry.keyid in keyids and entry.keyid not in found and len(found) < enough:
                found[entry.keyid] = self._opened(path.stem, entry)
        if len(found) < enough:
            looked = "、".join(map(str, self.folders))
            raise PublishError(sentence("keys.too-few", enough=enough, found=len(found), looked=looked))
        return list(found.values())[:enough]

    def files(self, keyid: str) -> list[Path]:
        """Return the available files that contain a key. Raises PublishError."""
        return [path for path, entry in self._files() if entry.keyid == keyid]

    def sealed(self, keyids: Collection[str]) -> list[str]:
        """Return the names of those of these keys that are available and need a passphrase. Raises PublishError."""
        return list(dict.fromkeys(path.stem for path, entry in self._files() if entry.keyid in keyids and entry.salt))

    def _files(self) -> Iterator[tuple[Path, _KeyFile]]:
        """Yield the files of publishing keys. Other keys may be there, too: the unit's, or a server's."""
        for folder in self.folders:
            for path in sorted(folder.glob("*" + _ENDING)):
                try:
                    content = path.read_bytes()
                    if content.startswith(_BEGINS):
                        yield path, msgspec.json.decode(content, type=_KeyFile)
                except (OSError, *UNDECODABLE) as error:
                    raise PublishError(sentence("keys.incomplete", path=path)) from error

    def _opened(self, name: str, entry: _KeyFile) -> CryptoSigner:
        content = entry.sealed
        if entry.salt:
            try:
                content = AESGCM(_derived(self.ask(name), entry.salt)).decrypt(entry.nonce, entry.sealed, None)
            except InvalidTag as error:
                raise PublishError(sentence("keys.passphrase-wrong", name=name)) from error
        private = Ed25519PrivateKey.from_private_bytes(content)
        return CryptoSigner(private, SSlibKey.from_crypto(private.public_key()))

    def _new_passphrase(self, name: str) -> str:
        passphrase = (self.ask_new or self.ask)(name)
        if len(passphrase) < PASSPHRASE_LENGTH:
            raise PublishError(sentence("keys.passphrase-short", name=name, count=PASSPHRASE_LENGTH))
        return passphrase


def _derived(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=_KEY_BYTES, n=_SCRYPT_COST, r=8, p=1).derive(passphrase.encode())


def _write(path: Path, content: bytes) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        atomic_file.create(path, content)
    except OSError as error:
        raise PublishError(sentence("keys.not-writable", path=path, why=why(error))) from error
    return path
