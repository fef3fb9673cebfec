"""Carries out `mishao rules published|alert|exempt`: makes entries of a pack's lists from files."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from guard.inspect.check import Checked, Checker
from guard.pipeline.pipeline import Rules
from guard.reading.client import ReaderClient
from guard.supply.unit_pack import UnitPackError, read_unit_pack, replace_unit_pack
from guard.util import exit_codes
from guard.util.spoken_code import plain
from rules.definition import Pack
from rules.judge.judge import Judge
from rules.model import ALERTS, PUBLISHED, Action, Match, Nature, Verdict
from rules.pack.known_texts import alert_entry, published_entry
from rules.pack.known_writing import PlaceError, entries_as_yaml, new_pack, raised, with_entries, with_raised_version
from rules.pack.loading import PackError, load
from rules.pack.proof import prove
from rules.scan.fingerprints import FingerprintError, fingerprint
from rules.text import Text
from ui.console.rules_in_force import supply_in_force
from ui.console.shared_options import is_there
from ui.terminal import complain, json_line, people, printable, write

_ALERT = "BK-"
_ALERT_BYTES = 5
"""Random bytes of an alert's id, eight characters: packs that were written on two computers and never met have none in
common. Not taken from the document: records with the id leave the computers.
"""

Entry = dict[str, object]
"""One entry of a list in the form that the pack writes."""


def fingerprint_mark(original: str) -> str:
    """Return the digest by which 已发布清单 and 紧急布控 identify a text. Raises FingerprintError."""
    return fingerprint(original).whole


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read: its path as given, its text and its verdict by the rules in force."""

    path: str
    text: Text
    verdict: Verdict

    @property
    def original(self) -> str:
        """The words of the document."""
        return self.text.original

    @property
    def title(self) -> str:
        """The file's name without its ending."""
        return Path(self.path).stem


@dataclass(frozen=True, slots=True)
class Listing:
    """One of the lists: its section of a pack, the entry for a document, and the fault of a result, or "".

    ``mark`` is the digest by which an entry identifies a text.
    """

    part: str
    entry: Callable[[Document, Sequence[str]], Entry]
    objection: Callable[[Document], str]
    shortfall: Callable[[Verdict], str]
    mark: Callable[[str], str] = fingerprint_mark


@dataclass(frozen=True, slots=True)
class Made:
    """An entry and its document; None when only its digest is known."""

    entry: Entry
    document: Document | None = None

    @property
    def path(self) -> str:
        """The document's path as given."""
        return "" if self.document is None else self.document.path


def published(name: str | None) -> Listing:
    """Return 已发布清单; ``name`` is used instead of the file's name."""
    return Listing(PUBLISHED, lambda document, _: published_entry(name or document.title, document.original),
                   _marked, _still_stopped)


def alert(number: str | None, name: str | None, legal_basis: str, nature: Nature) -> Listing:
    """Return 紧急布控; without a number one that nobody else has is made, without a name the number is the name."""
    def entry(document: Document, taken: Sequence[str]) -> Entry:
        chosen = _next_number(number, taken) if number else _own_number(taken)
        return alert_entry(chosen, name or f"紧急布控 {chosen}", legal_basis, document.original, nature)

    return Listing(ALERTS, entry, lambda _: "", _not_stopped)


def add_known(listing: Listing, paths: Sequence[str], pack: Path | None, as_json: bool, home: Path | None,
              config: Path | None, reader_command: Sequence[str]) -> int:
    """Run `mishao rules published`, `alert` or `exempt` on documents; return its exit code."""
    found = supply_in_force(home, config)
    if found is None:
        return exit_codes.USAGE
    policy, packs = found.policy, list(found.packs)
    reader = ReaderClient(reader_command, engine=policy.engine, read_unconfined=policy.read_unconfined)
    try:
        checker = Checker(Rules(found.judge(), policy), reader, reader.ready)
        return add(listing, paths, pack, as_json, checker, packs)
    finally:
        reader.close()


def add(listing: Listing, paths: Sequence[str], pack: Path | None, as_json: bool, checker: Checker,
        in_force: Sequence[Pack]) -> int:
    """Print or add an entry for each document; 0 when all were accepted, 1 when one was not, 2 for an unusable file."""
    return add_made(listing, lambda known: _made(listing, paths, known, checker, in_force), pack, as_json, in_force)


def add_made(listing: Listing, make: Callable[[Pack | None], tuple[list[Made], bool]], pack: Path | None,
             as_json: bool, in_force: Sequence[Pack]) -> int:
    """Print or add the entries that ``make`` returns for a pack, together with whether they are all; exit codes as of
    ``add``."""
    try:
        written = read_unit_pack(pack) if pack is not None and is_there(pack) else b""
        known = load(written, str(pack)) if written else None
        made, all_taken = make(known)
        head = written or new_pack(pack.stem if pack is not None else "单位", time.strftime("%Y.%m.%d"))
        content = _proven(listing, made, str(pack or "条目"), head, known) if made else b""
        if pack is not None and content:
            replace_unit_pack(pack, content)
            others = [entry for entry in in_force if entry.source != str(pack.absolute())]
            all_taken = _works(listing, made, Judge([*others, load(content, str(pack))])) and all_taken
    except UnitPackError as error:
        complain(error)
        return exit_codes.USAGE
    except (PackError, PlaceError, RefusedError) as error:
        complain("没有写入任何内容。", error)
        return exit_codes.NOT_DONE
    if as_json or pack is None:
        _print(made, as_json)
    else:
        people().print(f"● {pack}：“{listing.part}”添加了 {len(made)} 条")
    return exit_codes.OK if all_taken else exit_codes.NOT_DONE


def _made(
    listing: Listing, paths: Sequence[str], known: Pack | None, checker: Checker, in_force: Sequence[Pack],
) -> tuple[list[Made], bool]:
    """Return the entries that could be made, and whether nothing failed; a document already listed is no error."""
    made: list[Made] = []
    held = digests(known)
    packs = (*in_force, *(() if known is None else (known,)))
    numbers = [one.id for pack in packs for one in (*pack.rules, *pack.alerts)]
    fine = True
    for checked in checker.paths(paths):
        try:
            document = _document(checked, listing)
            mark = listing.mark(document.original)
        except (FingerprintError, RefusedError) as error:
            complain(f"{printable(checked.path or '')}：{error}")
            fine = False
            continue
        if mark in held:
            complain(f"{printable(document.path)}：和已有的“{held[mark]}”是同一份文字，不再添加。")
            continue
        entry = listing.entry(document, numbers)
        held[mark] = str(entry["名称"])
        numbers.append(str(entry.get("编号", "")))
        made.append(Made(entry, document))
    return made, fine


def digests(known: Pack | None) -> dict[str, str]:
    """Return the name of each entry of a pack's lists by the digest that identifies its text."""
    if known is None:
        return {}
    names = {entry.fingerprint.whole: entry.name for entry in known.published}
    names |= {entry.fingerprint.whole: entry.name for entry in known.alerts}
    return names | {entry.content: entry.name for entry in known.exempted}


class RefusedError(Exception):
    """Why no entry can be made of a document, or none can be added to a pack."""


def _document(checked: Checked, listing: Listing) -> Document:
    judged = checked.judged
    if checked.reason is not None or judged.text is None or judged.verdict is None:
        raise RefusedError(f"{checked.reason or '没有读出文字'}，没有做成条目。请换一份读得出全文的文本文件或图片。")
    document = Document(checked.path or judged.name, judged.text, judged.verdict)
    objection = listing.objection(document)
    if objection:
        raise RefusedError(objection)
    return document


def _marked(document: Document) -> str:
    stopped = document.verdict.stopping(Nature.STATE_SECRET)
    if not stopped:
        return ""
    return (f"上面有密级标志“{printable(stopped[0].text)}”，不能列入“{PUBLISHED}”；列入了也照样拦截。"
            "请先核实它是否真的已经公开。")


def _still_stopped(verdict: Verdict) -> str:
    stopping = _stopping(verdict)
    if not stopping:
        return ""
    rules = "、".join(dict.fromkeys(match.rule for match in stopping))
    words = printable(stopping[0].text)
    return f"列入清单后仍会被规则 {rules} 拦下或提醒（“{words}”站在标志的位置上，任何清单都不放行）"


def _not_stopped(verdict: Verdict) -> str:
    return "" if verdict.action is Action.BLOCK else "布控后没有拦住它自己，请把这份文件交给密哨的维护人员"


def _stopping(verdict: Verdict) -> list[Match]:
    return [match for match in verdict.matches if match.action.severity >= Action.WARN.severity]


def _own_number(taken: Sequence[str]) -> str:
    while (number := _ALERT + plain(secrets.token_bytes(_ALERT_BYTES))) in taken:
        pass
    return number


def _next_number(wanted: str, taken: Sequence[str]) -> str:
    """Return an id if it is free, else the next free one; case does not matter."""
    if wanted.casefold() not in (known := {one.casefold() for one in taken}):
        return wanted
    head = wanted.rstrip("0123456789")
    digits = wanted[len(head):] or "1"
    number = int(digits)
    while f"{head}{number:0{len(digits)}d}".casefold() in known:
        number += 1
    return f"{head}{number:0{len(digits)}d}"


def _proven(
    listing: Listing, made: Sequence[Made], source: str, written: bytes, known: Pack | None,
) -> bytes:
    """Return the pack with the entries and the next 版本, without which it would not be published; loaded and proven.
    Raises PackError, PlaceError or RefusedError."""
    content = with_entries(written, listing.part, [one.entry for one in made])
    content = content if known is None else with_raised_version(content, known.version)
    changed = load(content, source)
    if not _only_added(known, changed, len(made)):
        raise RefusedError(f"{source} 的写法特殊，添加后内容对不上。"
                       f"请不带 --pack 再运行一次，把条目自己粘贴到“{listing.part}”下面。")
    for failure in prove(changed):
        words = f"规则 {failure.rule} 的样例没有通过：{failure.words}请先用 rules test 检查并改好。"
        raise RefusedError(f"{source}：{words}")
    return content


def _only_added(known: Pack | None, changed: Pack, count: int) -> bool:
    """Return whether the pack is the same as before with ``count`` entries more and the next 版本."""
    if known is None:
        return _listed(changed) == count
    same = (changed.name, changed.version, changed.words, changed.patterns, changed.structures, changed.rules)
    before = (known.name, raised(known.version), known.words, known.patterns, known.structures, known.rules)
    return (same == before and changed.published[:len(known.published)] == known.published
            and changed.alerts[:len(known.alerts)] == known.alerts
            and changed.exempted[:len(known.exempted)] == known.exempted
            and _listed(changed) == _listed(known) + count)


def _listed(pack: Pack) -> int:
    return len(pack.published) + len(pack.alerts) + len(pack.exempted)


def _works(listing: Listing, made: Sequence[Made], judge: Judge) -> bool:
    """Print for each document what its entry fails to do; return whether every entry works."""
    fine = True
    for document in (one.document for one in made if one.document is not None):
        shortfall = listing.shortfall(judge.judge(document.text))
        if shortfall:
            complain(f"{printable(document.path)}：已经写入，但{shortfall}。")
            fine = False
    return fine


def _print(made: Sequence[Made], as_json: bool) -> None:
    for one in made:
        if as_json:
            json_line({"path": one.path, "entry": one.entry})
        else:
            write(entries_as_yaml([one.entry]).encode())
