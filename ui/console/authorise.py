"""Carries out `mishao authorise …`: the 保密办 answers request codes, on a computer that needs no network."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from securesystemslib.signer import CryptoSigner, SSlibKey

from guard.authorisation.answering import ROLE, SecretError, answer
from guard.authorisation.code_form import code_groups, code_text
from guard.authorisation.register import Entry, add
from guard.authorisation.request import CodeRequest, parse
from guard.authorisation.trusted import FILE_NAME, parse_keys
from guard.core.locks import Lock
from guard.platform import atomic_file
from guard.publish.errors import PublishError
from guard.publish.keys import Keys, placed
from guard.util import exit_codes
from guard.util.os_errors import why
from guard.util.spoken_code import CodeError
from rules.sentences.sentence import Sentence
from ui.console.passphrases import ask_new_passphrase, ask_passphrase
from ui.console.shared_options import is_there
from ui.report.writing import ReportError, Target, refuse_targets, replace_file
from ui.terminal import complain, json_line, people


@dataclass(frozen=True, slots=True)
class AuthoriseOptions:
    """What each `mishao authorise` is told: folder of key and register, further folders with keys, how it prints."""

    folder: Path
    sticks: Sequence[Path] = ()
    as_json: bool = False

    def keys(self) -> Keys:
        """Return the keys."""
        return Keys((*self.sticks, self.folder / "keys"), ask_passphrase, ask_new=ask_new_passphrase)

    def signer(self) -> CryptoSigner:
        """Open the key whose public half is in the folder. Raises PublishError and OSError."""
        public = parse_keys((self.folder / FILE_NAME).read_text("utf-8").splitlines())
        keyids = [SSlibKey.from_crypto(Ed25519PublicKey.from_public_bytes(key)).keyid for key in public]
        return self.keys().signers(keyids, 1)[0]


def init(options: AuthoriseOptions) -> int:
    """Make the key, and the file that each computer needs."""
    def do() -> None:
        public = options.folder / FILE_NAME
        if is_there(public):
            raise PublishError(Sentence(f"{public} 已经有了，没有再建。要换密钥，请换一个目录。"))
        keys = options.keys()
        made = keys.new(ROLE)
        key = made.signer.public_key.keyval["public"]
        with placed([(made, keys.folders[0])]) as (written,):
            options.folder.mkdir(parents=True, exist_ok=True)
            atomic_file.create(public, f"{key}\n".encode("ascii"), mode=atomic_file.PUBLIC)
        _say(options, {"public": key, "file": str(public)},
             f"授权密钥已建好：{written}。请锁好，另存一份备份。",
             f"每台电脑的 /etc/mishao 里放：{public}",
             f"或者写进策略随规则下发：授权公钥: [{key}]")

    return _exit_code(do)


def show(options: AuthoriseOptions, untrusted_text: str) -> int:
    """Print what a request code asks for."""
    def do() -> None:
        request = request_of(untrusted_text)
        _say(options, msgspec.to_builtins(_entry(request, "")), _about(request))

    return _exit_code(do)


def sign(options: AuthoriseOptions, untrusted_text: str, note: str, out: Path | None) -> int:
    """Answer a request code, write it into the register, then give the code: on the screen, and as a file."""
    def do() -> None:
        refuse_targets([Target("--out", out)])  # before anything is signed
        request = request_of(untrusted_text)
        entry = _entry(request, note)
        try:
            code = answer(request, options.signer())
        except SecretError as error:
            add(options.folder, msgspec.structs.replace(entry, refused=str(error)))
            raise
        entry = msgspec.structs.replace(entry, code=code_text(code))
        add(options.folder, entry)
        if out is not None:
            replace_file(out, f"{entry.code}\n".encode("ascii"))
        _say(options, msgspec.to_builtins(entry), *_given(request, code))

    return _exit_code(do)


def request_of(untrusted_text: str) -> CodeRequest:
    """Return the request that a code was made from. Raises CodeError."""
    request = parse(untrusted_text)
    if request is None:
        raise CodeError(Sentence("它是另一个版本的密哨给的。请两边用同一个版本。"))
    return request


def _entry(request: CodeRequest, note: str) -> Entry:
    return Entry(time.time(), request.text(), subject_words(request), note)


def subject_words(request: CodeRequest) -> str:
    """Return what a request asks for: the nature of an item, or what is to be done with the guard."""
    match request.subject:
        case None:
            return "没有读出来"
        case Lock():
            return f"{request.subject.value}看守"
        case _:
            return request.subject.value


def _about(request: CodeRequest) -> str:
    return f"请求码 {request.text()}：{subject_words(request)}。取请求码的那个小时和下一个小时内有效"


def _given(request: CodeRequest, code: bytes) -> list[str]:
    groups = code_groups(code)
    numbered = [f"{number:>2}. {group}" for number, group in enumerate(groups, 1)]
    return [_about(request), f"授权码，念给对方，共 {len(groups)} 组，每组最后一个字符用来核对：",
            "    " + "  ".join(numbered), f"或者发给对方粘贴：{code_text(code)}"]


def _say(options: AuthoriseOptions, content: Mapping[str, object], *lines: str) -> None:
    if options.as_json:
        json_line(content)
        return
    for line in lines:
        people().print(line, soft_wrap=True)


def _exit_code(do: Callable[[], None]) -> int:
    try:
        do()
    except CodeError as error:
        complain(f"请求码不对：{error}")
    except (PublishError, SecretError, ReportError) as error:
        complain(error)
    except OSError as error:
        complain(f"没有给出授权码：{error.filename or ''} {why(error)}。")
    else:
        return exit_codes.OK
    return exit_codes.NOT_DONE
