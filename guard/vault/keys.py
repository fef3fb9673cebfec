"""Stores the vault's master key: in the desktop's keyring, or in a file only its owner may read.

The key protects against accidents (a copied folder, a synchronised home), not against the user who owns it.
"""

from __future__ import annotations

import base64
import os
import secrets
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from guard.platform import atomic_file
from guard.platform.file_system import NO_LINK, PLAIN
from guard.platform.paths import Paths
from guard.sentences.catalogue import sentence
from guard.util.os_errors import why
from guard.vault.errors import VaultCode, VaultError, explained
from rules.sentences.sentence import Sentence

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

KEY_BYTES = 32
"""AES-256."""

_SERVICE = "mishao"
_USER = "vault-master-key"

_REAL_BACKENDS = (
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
    "keyring.backends.Windows",
    "keyring.backends.macOS",
)


class KeySource(Protocol):
    """A place where a master key is stored."""

    @property
    def place(self) -> Sentence:
        """Where the key is, in words for people."""

    def load(self) -> bytes | None:
        """Return the key, or None when there is none. Raises VaultError when there is one that cannot be used."""

    def create(self) -> bytes:
        """Make and store a new key. Raises VaultError, also when there is one already."""


@dataclass(frozen=True, slots=True)
class FileKey:
    """A key in a file of 32 random bytes with mode 0600."""

    path: Path

    @property
    def place(self) -> Sentence:
        """Where the key is, in words for people."""
        return sentence("vault.key-file", path=self.path)

    def load(self) -> bytes | None:
        """Return the key, or None when there is no file. Raises VaultError(LOCKED) for a file that others may read."""
        try:
            descriptor = os.open(self.path, os.O_RDONLY | NO_LINK | PLAIN)
        except FileNotFoundError:
            return None
        except OSError as error:
            words = sentence("vault.key-file-not-readable", path=self.path, why=why(error))
            raise VaultError(VaultCode.LOCKED, words) from error
        with os.fdopen(descriptor, "rb") as file:
            facts = os.fstat(file.fileno())
            # On Windows the mode says nothing of others: the folder is the user's own.
            if sys.platform != "win32" and facts.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise VaultError(VaultCode.LOCKED, sentence("vault.key-file-open-to-others", path=self.path))
            key = file.read(KEY_BYTES + 1)
        if len(key) != KEY_BYTES:
            raise VaultError(VaultCode.LOCKED, sentence("vault.key-file-damaged", path=self.path))
        return key

    def create(self) -> bytes:
        """Make the file with a new key; it is on disk when this returns. Raises VaultError when a file is there
        already.
        """
        key = secrets.token_bytes(KEY_BYTES)
        with explained():
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                # Under its own name only when it is complete: half a key after a crash would lock the vault for good.
                atomic_file.create(self.path, key)
            except FileExistsError as error:
                raise VaultError(VaultCode.EXISTS, sentence("vault.key-file-exists", path=self.path)) from error
        return key


@dataclass(frozen=True, slots=True)
class KeyringKey:
    """A key in the desktop's keyring (Secret Service, KWallet, DPAPI)."""

    backend: KeyringBackend

    @property
    def place(self) -> Sentence:
        """Where the key is, in words for people."""
        return sentence("vault.keyring", name=self.backend.name)

    def load(self) -> bytes | None:
        """Return the key, or None when the keyring has none. Raises VaultError(LOCKED) when it cannot be read."""
        try:
            kept = self.backend.get_password(_SERVICE, _USER)
        except Exception as error:  # the border of keyring's plug-ins: they also raise what their D-Bus library does
            raise VaultError(VaultCode.LOCKED, sentence("vault.keyring-locked")) from error
        if kept is None:
            return None
        try:
            key = base64.b64decode(kept, validate=True)
        except ValueError:  # also binascii.Error
            key = b""
        if len(key) != KEY_BYTES:
            raise VaultError(VaultCode.LOCKED, sentence("vault.keyring-key-damaged"))
        return key

    def create(self) -> bytes:
        """Put a new key into the keyring and read it back. Raises VaultError."""
        if self.load() is not None:
            raise VaultError(VaultCode.EXISTS, sentence("vault.keyring-key-exists"))
        key = secrets.token_bytes(KEY_BYTES)
        try:
            self.backend.set_password(_SERVICE, _USER, base64.b64encode(key).decode())
        except Exception as error:  # the same border
            raise VaultError(VaultCode.LOCKED, sentence("vault.keyring-refuses")) from error
        if self.load() != key:
            raise VaultError(VaultCode.LOCKED, sentence("vault.keyring-lost-it"))
        return key


def choose_keys(home: Path | None) -> KeySource:
    """Return where the master key is stored.

    With an explicit ``home`` always the file there; the keyring is not touched. Otherwise an existing key file, then a
    real keyring, then a new key file in the user's data folder.
    """
    file = FileKey(Paths.choose(home).key)
    if home is not None or os.path.exists(file.path):  # noqa: PTH110 - Path.exists raises where it may not look
        return file
    import keyring  # importing it takes long, and a guard with a key file does not need it

    try:
        backend = real_backend(keyring.get_keyring())
    except OSError:  # it may not look where its settings would be
        return file
    return file if backend is None else KeyringKey(backend)


def real_backend(backend: KeyringBackend) -> KeyringBackend | None:
    """Return the part of a keyring that really encrypts, or None: plain-text and null backends are refused."""
    inner = getattr(backend, "backends", None)  # the members of a chainer, best first
    candidates = [backend] if inner is None else list(inner)
    return next((each for each in candidates if type(each).__module__.startswith(_REAL_BACKENDS)), None)
