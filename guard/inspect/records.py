"""The JSON of ``check``: one object per line, the contract that scripts and benchmarks rely on."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from guard.core.decide import SEVERITY
from guard.core.match_place import where
from guard.core.model import Outcome
from guard.files.items import FILE_LIMIT
from guard.inspect.check import Checked, Checker, malformed
from guard.inspect.finding import Finding, Mark, marked
from guard.util.path_text import readable
from rules.model import Action, Match, Verdict

_CHUNK = 1 << 20
"""Bytes read from standard input at once; all complete lines in them are judged as one batch."""


def record(checked: Checked, with_text: bool) -> dict[str, object]:
    """Return the object of one answer; ``with_text`` adds what was read."""
    fields: dict[str, object] = {
        "id": checked.id,
        "path": readable(checked.path) if checked.path is not None else None,
        "action": checked.outcome.value,
        "matches": [_match(match, part.verdict, in_name=part is checked.name)
                    for part in checked.parts if part.verdict for match in part.verdict.matches],
        "reason": checked.reason,
        "elapsed_ms": checked.judged.elapsed_ms,
    }
    if checked.stand_in:
        fields["stand_in"] = checked.stand_in
    if with_text:
        fields["text"] = checked.judged.text.original if checked.judged.text else None
    return fields


def line(fields: dict[str, object]) -> bytes:
    """Return one line of UTF-8 JSON. Text that UTF-8 cannot encode (a lone surrogate) is escaped."""
    try:
        return json.dumps(fields, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(fields).encode() + b"\n"


def answer_lines(incoming: BinaryIO, checker: Checker, with_text: bool, write: Callable[[bytes], None]) -> Outcome:
    """Answer each ``{"id", "text"}`` line in order, as soon as it is there; return the strictest outcome.

    ``incoming`` is an unbuffered stream, so that a client that waits for an answer gets it before sending more.
    """
    strongest = Outcome.ALLOW
    for lines in _batches(incoming):
        answers = _answer(lines, checker)
        write(b"".join(line(record(checked, with_text)) for checked in answers))
        strongest = worst([strongest, *(checked.outcome for checked in answers)])
    return strongest


def worst(outcomes: Sequence[Outcome]) -> Outcome:
    """Return the first that occurs of block, unreadable, warn, allow."""
    return max(outcomes, key=SEVERITY.index, default=Outcome.ALLOW)


def _batches(incoming: BinaryIO) -> Iterator[list[bytes]]:
    """Yield the lines as they arrive; one that is longer than a file may be is yielded as an empty one."""
    rest, passed_over = bytearray(), False
    while chunk := incoming.read(_CHUNK):
        if passed_over:
            _, end_of_line, chunk = chunk.partition(b"\n")
            passed_over = not end_of_line
        seen = len(rest)
        rest += chunk
        end = rest.rfind(b"\n", seen)
        if end >= 0:
            yield bytes(rest[:end]).split(b"\n")
            del rest[: end + 1]
        if len(rest) > FILE_LIMIT:
            rest.clear()
            passed_over = True
            yield [b""]
    if rest:
        yield [bytes(rest)]


def _answer(lines: Sequence[bytes], checker: Checker) -> list[Checked]:
    parsed = [_parse(untrusted_line) for untrusted_line in lines]
    judged = iter(checker.texts([entry for entry in parsed if isinstance(entry, tuple)]))
    return [next(judged) if isinstance(entry, tuple) else entry for entry in parsed]


def _parse(untrusted_line: bytes) -> tuple[object, str] | Checked:
    try:
        fields = json.loads(untrusted_line, parse_constant=_refuse_constant, parse_float=_finite)
    except (ValueError, RecursionError):
        return malformed("这一行不是 JSON")
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        return malformed('这一行要写成 {"id": …, "text": "…"}')
    return fields.get("id"), fields["text"]


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


def _finite(digits: str) -> float:
    """JSON has no infinity, so a number that would become infinite is not JSON that we could echo."""
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


def _place(match: Match | Mark) -> dict[str, object]:
    """Return what is known of a place besides its page, and the whole of it in words."""
    place = match.place
    known = {"member": place.member, "sheet": place.sheet, "cell": place.cell,
             "slide": match.page if place.slide else None, "in_picture": place.in_picture,
             "words": match.where if isinstance(match, Mark) else where(match)}
    return {name: value for name, value in known.items() if value}


def _match(match: Match, verdict: Verdict, in_name: bool) -> dict[str, object]:
    """Return the object of one match; ``start`` and ``end`` count in the file's name for one that was found there."""
    why = verdict.explanation_of(match.rule)
    fields: dict[str, object] = {
        "rule": match.rule,
        "name": match.name,
        "action": Action.LOG.value if match.action is Action.ALLOW else match.action.value,
        "text": match.text,
        "start": match.start,
        "end": match.end,
        "page": match.page,
        "place": _place(match),
        "boxes": [[box.x, box.y, box.width, box.height] for box in match.boxes],
        "legal_basis": why.legal_basis if why is not None else "",
        "cases": list(why.cases) if why is not None else [],
        "sentence": f"{why.sentence}{why.advice}" if why is not None else "",
    }
    if in_name:
        fields["in"] = "name"
    return fields


def finding_record(finding: Finding) -> dict[str, object]:
    """Return the object of one file of a self-inspection: masked words, no content, no offsets."""
    fields: dict[str, object] = {
        "path": readable(finding.shown),
        "action": finding.outcome.value,
        "matches": [
            {"rule": mark.rule, "name": mark.name, "action": mark.action, "snippet": mark.snippet, "times": mark.times,
             "page": mark.page, "place": _place(mark), "legal_basis": mark.legal_basis, "cases": list(mark.cases),
             "sentence": mark.sentence,
             **({"in": "name"} if in_name else {})}
            for mark, in_name in marked(finding)],
        "reason": finding.reason,
        "elapsed_ms": finding.elapsed_ms,
        "unchanged": finding.unchanged,
    }
    if finding.stand_in:
        fields["stand_in"] = finding.stand_in
    return fields
