"""Tests where the master key is stored."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import KeyringLocked

from guard.vault import FileKey, KeyringKey, VaultCode, VaultError, choose_keys
from guard.vault.keys import real_backend
from tests.support.accessible import session_bus


class PretendSecretService(KeyringBackend):
    """A keyring in memory: no desktop runs in a test."""

    priority = 1.0
    name = "测试密钥环"

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service, username):
        if self.is_locked:
            raise KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password


def test_a_key_file_is_made_once_for_its_owner_only(key):
    made = key.create()
    assert len(made) == 32
    assert key.load() == made
    assert stat.S_IMODE(key.path.stat().st_mode) == 0o600
    with pytest.raises(VaultError) as caught:
        key.create()
    assert caught.value.code is VaultCode.EXISTS
    assert key.load() == made


def test_no_file_is_no_key(key):
    assert key.load() is None


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610])
def test_a_key_file_open_to_others_is_refused(key, mode):
    key.create()
    key.path.chmod(mode)
    with pytest.raises(VaultError, match="chmod 600") as caught:
        key.load()
    assert caught.value.code is VaultCode.LOCKED


@pytest.mark.parametrize("content", [b"", b"short", bytes(33)])
def test_a_damaged_key_file_is_refused_and_left_alone(key, content):
    key.create()
    key.path.write_bytes(content)
    with pytest.raises(VaultError, match="已损坏") as caught:
        key.load()
    assert caught.value.code is VaultCode.LOCKED
    assert key.path.read_bytes() == content


def test_a_link_is_no_key_file(key, tmp_path):
    other = FileKey(tmp_path / "other")
    other.create()
    key.path.parent.mkdir()
    key.path.symlink_to(other.path)
    with pytest.raises(VaultError) as caught:
        key.load()
    assert caught.value.code is VaultCode.LOCKED


def test_a_keyring_keeps_the_key_and_never_replaces_it():
    backend = PretendSecretService()
    key = KeyringKey(backend)
    assert key.load() is None
    made = key.create()
    assert KeyringKey(backend).load() == made
    with pytest.raises(VaultError) as caught:
        key.create()
    assert caught.value.code is VaultCode.EXISTS


def test_a_locked_keyring_is_not_the_same_as_no_key():
    backend = PretendSecretService()
    key = KeyringKey(backend)
    key.create()
    backend.is_locked = True
    with pytest.raises(VaultError, match="解锁") as caught:
        key.load()
    assert caught.value.code is VaultCode.LOCKED


def test_backends_that_do_not_encrypt_are_refused(monkeypatch):
    assert real_backend(fail.Keyring()) is None
    assert real_backend(null.Keyring()) is None
    assert real_backend(PretendSecretService()) is None
    real = PretendSecretService()
    monkeypatch.setattr(PretendSecretService, "__module__", "keyring.backends.SecretService")
    chain = chainer.ChainerBackend()
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [null.Keyring(), real])
    assert real_backend(chain) is real


def test_an_explicit_home_never_touches_the_keyring(tmp_path, monkeypatch):
    def refuse() -> None:
        raise AssertionError("the keyring was asked")

    monkeypatch.setattr(keyring, "get_keyring", refuse)
    keys = choose_keys(tmp_path)
    assert isinstance(keys, FileKey)
    assert keys.path.is_relative_to(tmp_path)


def test_without_a_home_the_keyring_is_used_unless_a_key_file_is_there(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    backend = PretendSecretService()
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    file = choose_keys(None)
    assert isinstance(file, FileKey)  # an unknown backend counts as no keyring
    monkeypatch.setattr(PretendSecretService, "__module__", "keyring.backends.SecretService")
    assert choose_keys(None) == KeyringKey(backend)
    file.create()
    assert choose_keys(None) == file


def test_on_a_pc_without_a_keyring_the_file_is_used(tmp_path):
    script = "from guard.vault import choose_keys; print(type(choose_keys(None)).__name__)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60,
                          env={"HOME": str(tmp_path), "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"})
    assert done.stdout == "FileKey\n", done.stderr


def test_a_keyring_whose_service_ends_is_a_locked_one(tmp_path):
    services = tmp_path / "dbus-1" / "services"
    services.mkdir(parents=True)
    (services / "org.freedesktop.secrets.service").write_text(
        "[D-BUS Service]\nName=org.freedesktop.secrets\nExec=/bin/false\n")
    script = ("from guard.vault import VaultError, choose_keys\nkeys = choose_keys(None)\n"
              "for ask in (keys.load, keys.create):\n    try:\n        ask()\n    except VaultError as error:\n"
              "        print(type(keys).__name__, error.code)")
    with session_bus({**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"),
                      "XDG_DATA_DIRS": str(tmp_path)}, tmp_path) as bus:
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60,
                              env=bus.environment)
    assert done.stdout == "KeyringKey locked\n" * 2, done.stderr


class RefusingService(PretendSecretService):
    """A keyring that can be read, but whose service ends when it is to be written."""

    def set_password(self, service, username, password):
        raise OSError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))


def test_a_keyring_that_cannot_be_written_is_a_locked_one():
    with pytest.raises(VaultError, match="不接受新密钥") as caught:
        KeyringKey(RefusingService()).create()
    assert caught.value.code is VaultCode.LOCKED
