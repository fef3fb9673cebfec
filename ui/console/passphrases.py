"""Asks for passphrases of keys on the command line, and says what each key is for."""

from __future__ import annotations

import getpass
import os
from pathlib import Path

from guard.administration.roles import KEY_ROLE as CONSOLE
from guard.authorisation.answering import ROLE as AUTHORISE
from guard.publish.errors import PublishError
from guard.publish.keys import PASSPHRASE_LENGTH
from rules.sentences.sentence import Sentence

PASSPHRASE_FILE = "MISHAO_PASSPHRASE_FILE"
"""Environment variable that names a file with the passphrase, for unattended publication."""

_TRIES = 3
_USES = {"root": "根密钥，换密钥、续期时用", "targets": "规则密钥，签名发布用", AUTHORISE: "授权密钥，开授权码用",
         CONSOLE: "进入控制台的钥匙"}


def ask_passphrase(name: str) -> str:
    """Return the passphrase of a key: from the file that MISHAO_PASSPHRASE_FILE names, or as a person types it.

    Raises PublishError.
    """
    return _in_file() or _typed(name, f"密钥 {_called(name)}的口令：")


def ask_new_passphrase(name: str) -> str:
    """Return the passphrase of a key that is being made, typed twice alike; a file is read as it is.

    Raises PublishError.
    """
    given = _in_file()
    if given:
        return given
    before = ""
    for _ in range(_TRIES):
        first = _typed(name, f"{before}给新密钥 {_called(name)}设一个口令，至少 {PASSPHRASE_LENGTH} 个字符：")
        if len(first) < PASSPHRASE_LENGTH or first == _typed(name, "再输入一遍："):
            return first  # one that is too short is refused where the key is made
        before = "两遍不一样，请重来。"
    raise PublishError(Sentence(f"密钥 {name} 的口令 {_TRIES} 次都没有输成一样，没有建密钥。"))


def _called(name: str) -> str:
    """Return the name of a key with what it is for."""
    use = _USES.get(name.rpartition("-")[0])
    return f"{name}（{use}）" if use else f"{name} "


def _in_file() -> str:
    """Return the passphrase in the named file, "" when none is named. Raises PublishError."""
    named = os.environ.get(PASSPHRASE_FILE, "")
    try:
        return Path(named).read_text("utf-8").rstrip("\r\n") if named else ""
    except (OSError, UnicodeDecodeError) as error:
        words = f"{named}：口令文件不能读取。请检查环境变量 {PASSPHRASE_FILE} 写的文件。"
        raise PublishError(Sentence(words)) from error


def _typed(name: str, question: str) -> str:
    try:
        return getpass.getpass(question)
    except EOFError as error:
        unattended = f"无人值守时，请用环境变量 {PASSPHRASE_FILE} 写明口令文件。"
        raise PublishError(Sentence(f"没有输入密钥 {name} 的口令。{unattended}")) from error
