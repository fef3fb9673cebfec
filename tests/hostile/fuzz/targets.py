"""Lists everything that takes bytes or words from outside its process: a table of functions, inputs and shares.

``feed`` returns for any input; the errors that a part promises are caught there. Anything else is a finding.
"""

from __future__ import annotations

import io
import json
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

import msgspec
import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from guard.authorisation.code_form import read_code
from guard.authorisation.request import parse
from guard.clipboard.content import read_content
from guard.config.builtin_policy import builtin_policy
from guard.config.errors import PolicyError
from guard.config.policy_file import load as load_policy
from guard.config.user_config import load_configuration
from guard.control.requests import Reply, Request
from guard.core.model import Case, Outcome, Target
from guard.core.pages import page_of
from guard.daemon.receipts import ReceiptError, receipt_of, sign, verify
from guard.fleet.collected import read as collected
from guard.ipc.framing import FrameError, FrameReader
from guard.ipc.messages import FromBroker, FromReader, ToBroker, ToReader
from guard.journal.record import decode, event_of
from guard.platform.x11 import events as display_events
from guard.sentences import wire
from guard.supply.bundle import Bundle, BundleError, Index
from guard.supply.bundle import decode as decode_bundle
from guard.supply.rules_in_force import InForce, NotInForce
from guard.util.spoken_code import CodeError
from guard.util.undecodable import UNDECODABLE
from main import process_named
from rules.definition import Pack
from rules.judge.weighing import Weighing
from rules.learnt.weights import WeightsError
from rules.learnt.weights import parse as parse_weights
from rules.pack.encoded import decode as decode_pack
from rules.pack.loading import PackError, load
from rules.sensitivity import Sensitivity
from tests.hostile.fuzz.stored import content_changed, feed_journal, feed_vault, journal_files, seeds_of, vault_files
from tests.hostile.mutating import made, mutant, rebuilt
from tests.support.publishing import unit_pack
from tests.support.weights import built_in, sealed
from ui.console.commands import app

COMMAND = get_command(app)
_SEEDS = 200
_EVENT_BYTES = 32
_COLONS = (b"\xef\xbc\x9a", b"", b": [", b": {", b": &a *a", b": !!")
_ROWS = (b"[" * 3000, b"- " * 3000, b"? ", b"...", b"---", b"%YAML 9", b"<<: *x", b"\0")
Feed = Callable[[bytes], None]
Change = Callable[[random.Random, bytes], bytes]


@dataclass(frozen=True, slots=True)
class Part:
    """One target. ``share`` of all inputs in thousandths; ``seeds`` are valid and made anew for each run."""

    name: str
    share: int
    seeds: Callable[[random.Random], Sequence[bytes]]
    change: Change
    feed: Feed


# ------------------------------------------------------------------ changing inputs
def packed(chance: random.Random, whole: bytes) -> bytes:
    """Change MessagePack: as bytes, or as a tree that still decodes."""
    if chance.random() < 0.3:
        return mutant(chance, whole)
    return msgspec.msgpack.encode(_encodable(rebuilt(chance, msgspec.msgpack.decode(whole))))


def framed(chance: random.Random, whole: bytes) -> bytes:
    """Change a frame: its length too, or what is in it."""
    if chance.random() < 0.2:
        return mutant(chance, whole)
    return _frame(packed(chance, whole[4:]))


def _frame(body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + body


def written(chance: random.Random, whole: bytes) -> bytes:
    """Change JSON: as bytes, or as a tree that still parses, with numbers that only JSON can represent."""
    if chance.random() < 0.3 or not whole.startswith(b"{"):
        return mutant(chance, whole)
    tree = rebuilt(chance, json.loads(whole))
    text = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr)
    if chance.random() < 0.1:
        text = text.replace("1", "1" * chance.choice((20, 400, 5000)), 1)
    return text.encode("utf-8", "replace")


def lines(chance: random.Random, whole: bytes) -> bytes:
    """Change a text by lines and by words, or as bytes."""
    rows = whole.split(b"\n")
    place = chance.randrange(len(rows))
    match chance.randrange(6):
        case 0:
            return mutant(chance, whole)
        case 1:
            rows.insert(place, rows[chance.randrange(len(rows))])
        case 2:
            del rows[place]
        case 3:
            rows[place] = chance.choice((b" ", b"  ", b"\t", b"- ", b"\xe3\x80\x80")) + rows[place]
        case 4:
            rows[place] = rows[place].replace(b":", chance.choice(_COLONS))
        case _:
            rows[place] = chance.choice(_ROWS)
    return b"\n".join(rows)


def _encodable(tree: object) -> object:
    """Replace values that cannot be encoded: a lone surrogate has no UTF-8, and a number may be too large for
    MessagePack."""
    if isinstance(tree, str):
        return tree.encode("utf-8", "replace").decode()
    if isinstance(tree, dict):
        return {_encodable(key): _encodable(value) for key, value in tree.items()}
    if isinstance(tree, int) and not -2**63 <= tree < 2**64:
        return 0
    return [_encodable(entry) for entry in tree] if isinstance(tree, list | tuple) else tree


# ------------------------------------------------------------------ inputs
def frame_seeds(messages: object) -> Callable[[random.Random], Sequence[bytes]]:
    """Return valid frames of these messages."""
    return structs(messages, lambda content: _frame(msgspec.msgpack.encode(content)))


def frame_feed(messages: object) -> Feed:
    """Return a reader of such frames."""
    def feed(untrusted_bytes: bytes) -> None:
        reader: FrameReader[object] = FrameReader(io.BytesIO(untrusted_bytes), messages, 64 * 1024 * 1024)
        with suppress(FrameError):
            while reader.read() is not None:
                continue

    return feed


def structs(kind: object, encode: Callable[[object], bytes]) -> Callable[[random.Random], Sequence[bytes]]:
    """Return seeds of a type."""
    found = msgspec.inspect.type_info(kind)
    return lambda chance: [encode(made(chance, found)) for _ in range(_SEEDS)]


def only(*allowed: type[Exception]) -> Callable[[Callable[[bytes], object]], Feed]:
    """Make a feed of a function that may raise these errors."""
    def around(function: Callable[[bytes], object]) -> Feed:
        def feed(untrusted_bytes: bytes) -> None:
            with suppress(*allowed):
                function(untrusted_bytes)
        return feed
    return around


def feed_record(untrusted_bytes: bytes) -> None:
    """Read a line of a journal."""
    fields = decode(untrusted_bytes)
    if fields is not None:
        event_of(fields)


def feed_title(untrusted_bytes: bytes) -> None:
    """Look a title up in the built-in table, as for each paste into a browser."""
    page_of(untrusted_bytes.decode("utf-8", "replace"), _PAGES)


def feed_code(untrusted_bytes: bytes) -> None:
    """Read a request and a code as typed."""
    text = untrusted_bytes.decode("utf-8", "replace")
    with suppress(CodeError):
        parse(text)
    with suppress(CodeError):
        read_code(text)


def feed_clipboard(untrusted_bytes: bytes) -> None:
    """Read a copy in every format that the broker reads itself."""
    for name, kind in (("UTF8_STRING", "UTF8_STRING"), ("COMPOUND_TEXT", "COMPOUND_TEXT"), ("text/html", "text/html"),
                       ("application/xhtml+xml", "application/xhtml+xml"), ("text/uri-list", "text/uri-list"),
                       ("x-special/gnome-copied-files", "STRING"), ("text/rtf", "text/rtf")):
        read_content({"text/plain": Target("text/plain", "STRING", 8, b"x"),
                      name: Target(name, kind, 8, untrusted_bytes)})


def feed_event(untrusted_bytes: bytes) -> None:
    """Read an event as another client of the display may send it (SendEvent): always 32 bytes."""
    display_events.event_of(untrusted_bytes[:_EVENT_BYTES].ljust(_EVENT_BYTES, b"\0"), display_events.CORE)


def feed_words(untrusted_bytes: bytes) -> None:
    """Parse a command line, as far as possible without carrying it out."""
    words = untrusted_bytes.decode("utf-8", "surrogateescape").split("\n")
    process_named(words)
    command, parent, rest = COMMAND, None, words
    with suppress(typer.exceptions.TyperException, typer.Exit, typer.Abort):
        while True:
            context = command.make_context(command.name or "mishao", list(rest), parent=parent)
            left = [*context._protected_args, *context.args] if isinstance(command, TyperGroup) else []
            if not left:
                return
            _, found, rest = command.resolve_command(context, left)  # type: ignore[attr-defined]
            command, parent = found, context


def feed_weights(untrusted_bytes: bytes) -> None:
    """Check that accepted weights can judge, whatever they contain."""
    weights = built_in()
    content = sealed(untrusted_bytes, b"".join(part.tobytes() for part in (
        weights.vocabulary.hashes, weights.rarity, weights.tables)))
    with suppress(WeightsError):
        Weighing(parse_weights(content), Sensitivity.STRICT).weigh("晚上七点在食堂门口集合。", ())


def command_lines(chance: random.Random) -> list[bytes]:
    """Return command lines of every subcommand."""
    return [b"\n".join(map(str.encode, words)) for words in _commands(COMMAND, [])]


def _commands(command: TyperCommand | TyperGroup, path: list[str]) -> Iterator[list[str]]:
    if isinstance(command, TyperGroup):
        for name, below in command.commands.items():
            yield from _commands(below, [*path, name])
    options = [[option.opts[0], "1"] if option.opts[0].startswith("-") else ["x"] for option in command.params]
    yield [*path, *(word for words in options for word in words)]


def receipts(_: random.Random) -> list[bytes]:
    """Return receipts with a right signature."""
    seed = bytes(range(32))
    return [sign(receipt_of(1.7e9, (b"content",), "pack", outcome, ("BC-01",)), seed) for outcome in Outcome]


def packs(_: random.Random) -> list[bytes]:
    """Return small packs."""
    return [unit_pack(word).encode() for word in ("青松甲号", "白杨乙号")]


def copies(_: random.Random) -> list[bytes]:
    """Return clipboards: texts in old and new encodings, pages, RTF, lists of files."""
    page = "<html><body><p>机密★5年</p><img src='data:image/png;base64,iVBORw0KGgo='><table><tr><td>1</table></body>"
    compound = b"\x1b$)A\x7b\x7c\x1b-A\xe9\x1b%G\xe5\xad\x97\x1b%@\x1b%/1\x80\x89utf-8\x02abc"
    rich = (rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 x;}}\f0\uc1 "
            rb"\'bb\'fa\u23494?{\*\x y}\par\bin3 abc\cell}")
    return [page.encode(), page.encode("utf-16"), compound, rich,
            b"file:///home/x/%E6%9C%BA%E5%AF%86.docx\r\nfile://other/x\r\nsmb://h/x\r\n#c\r\n",
            "copy\nfile:///home/x/名单.xlsx\n".encode(), "机密★5年".encode("gb18030")]


def titles(_: random.Random) -> list[bytes]:
    """Return window titles as browsers show them."""
    return [title.encode() for title in (
        "(2 封私信 / 81 条消息) 首页 - 知乎 — Mozilla Firefox",
        "微信(99+) 和另外 3 个页面 - 个人 - Microsoft\u200b Edge",
        "[3] Element | 值班群", "待办 · 青河县OA - Google Chrome - 张三")]


def events(chance: random.Random) -> list[bytes]:
    """Return an event of every kind that is looked at."""
    return [bytes((number,)) + chance.randbytes(_EVENT_BYTES - 1) for number in display_events.CORE]


def collected_lines(_: random.Random) -> list[bytes]:
    """Return records as a server has collected them."""
    return [json.dumps({"at": "2026-11-26T10:00:00+08:00", "kind": "held", "device": "pc-1", "chain": "c", "n": "7",
                        "digest": "d" * 64, "rules": ["BC-01"]}).encode(),
            json.dumps({"at": 1.7e9, "kind": "served", "device": "pc-2", "n": 3}).encode(),
            b'<134>1 2026-11-26T10:00:00.5+08:00 pc-1 mishao - held [mishao@32473 device="pc-1" n="4" chain="c"]']


def records(_: random.Random) -> list[bytes]:
    """Return lines of a journal."""
    return journal_files()["journal.jsonl"].splitlines()


_PAGES = load_policy(builtin_policy(), "fuzz.yaml").pages
_CONFIGURATION = b'[folders]\nscreenshots = ["a"]\n[reading]\nengine = "cascade"\n'
_BOUNDARIES = {"requests to the guard": (Request, 134), "answers of the guard": (Reply, 90),
               "commands to the broker": (ToBroker, 110), "reports of the broker": (FromBroker, 150),
               "questions to a reader": (ToReader, 60), "answers of a reader": (FromReader, 110),
               "rules from the loader": (InForce | NotInForce, 30)}

PARTS = (
    *(Part(name, share, frame_seeds(messages), framed, frame_feed(messages))
      for name, (messages, share) in _BOUNDARIES.items()),
    Part("packs as the broker gets them", 30, structs(Pack, msgspec.msgpack.encode), packed,
         only(*UNDECODABLE)(decode_pack)),
    Part("packs (YAML)", 10, packs, lines, only(PackError)(lambda given: load(given, "fuzz.yaml"))),
    Part("policies (YAML)", 1, lambda _: [builtin_policy()], lines,
         only(PolicyError)(lambda given: load_policy(given, "fuzz.yaml"))),
    Part("configurations (TOML)", 20, lambda _: [_CONFIGURATION], lines,
         only(PolicyError)(lambda given: load_configuration(given, "fuzz.toml"))),
    Part("bundles of rules", 15, structs(Bundle, msgspec.json.encode), written,
         only(BundleError)(lambda given: decode_bundle(given, Bundle))),
    Part("headers of weights", 5, lambda _: [msgspec.json.encode(built_in().header)], written, feed_weights),
    Part("indexes of releases", 20, structs(Index, msgspec.json.encode), written,
         only(BundleError)(lambda given: decode_bundle(given, Index))),
    Part("cases of the vault", 40, structs(Case, msgspec.msgpack.encode), packed,
         only(*UNDECODABLE)(lambda given: msgspec.msgpack.decode(given, type=Case, dec_hook=wire.read))),
    Part("files of the vault", 4, lambda _: seeds_of(vault_files()), content_changed, feed_vault),
    Part("records of the journal", 60, records, written, feed_record),
    Part("files of the journal", 6, lambda _: seeds_of(journal_files()), content_changed, feed_journal),
    Part("collected records", 30, collected_lines, written, lambda given: list(collected([given])) and None),
    Part("receipts", 20, receipts, written, only(ReceiptError)(verify)),
    Part("codes that are typed", 10, lambda _: [b"ABCDE-FGHJK-MNPQR-STVWX-YZ012-34567", b"1. 0000A 2. 0000B"], lines,
         feed_code),
    Part("copies", 15, copies, mutant, feed_clipboard),
    Part("titles of windows", 5, titles, lines, feed_title),
    Part("events of the display", 20, events, mutant, feed_event),
    Part("command lines", 5, command_lines, lines, feed_words),
)
"""Every part that is fed here, in this process. tests/hostile/fuzz/processes.py feeds samples to real ones."""
