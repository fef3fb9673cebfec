"""Redacts text: a copy without names and numbers, where policy allows masked copies, judged again before use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from guard.core.decide import unreadable_words
from guard.core.model import Judged
from guard.core.policy import MaskStyle, Policy
from guard.redact.form import beside_form, exactly
from guard.redact.mask_kinds import Masked, MaskKind
from guard.redact.masks import Rendering, cells, render, without
from rules.model import ALERTS, Action, Match, Nature, Verdict
from rules.text import Text

if TYPE_CHECKING:
    from guard.redact.personal import Personal
    from guard.redact.tagged import Left
    from rules.judge.judge import Judge
    from rules.tagging.tagger import Tagger

NEVER_REDACTED = frozenset({Nature.STATE_SECRET, Nature.WORK_SECRET, Nature.INSTRUCTION})
"""Natures that no policy can have masked: without its mark the content is still what the mark said (擅自脱密)."""

LONGEST_TEXT = 100_000
"""Characters at most of a text that is masked, some sixty pages: somebody waits while the tagger looks at all of them
at least twice, a second for each twelve thousand; the encoder, which takes longer, looks at shorter ones alone.
"""

_MASKED = frozenset({Nature.PERSONAL, Nature.CHAT_RECORD})
_HEAD_END = re.compile(
    r"[:：]?[ \t\u3000]*(?:[(（<][^)）>\n]{0,40}[)）>])?"
    r"[ \t\u3000\d:：/.\-年月日上下午晚凌晨早中昨今前天星期周一二三四五六APM]*(?=[\r\n]|$)",
)
_COLON = re.compile("[:：]")
_LONGEST_HEAD = 60
_ROUNDS = 4
"""How often a copy is made at most, each time with what was still found in the one before."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """A masked copy. ``spans`` are code points of the original text, in order and not overlapping; ``doubts`` are the
    kinds of which something may still be legible.
    """

    text: str
    spans: tuple[Masked, ...]
    style: MaskStyle = MaskStyle.WHOLE
    doubts: tuple[MaskKind, ...] = ()


def redact(judged: Judged, judge: Judge, policy: Policy, shown: Sequence[tuple[int, int]] = (),
           tagger: Tagger | None = None, omitted: Sequence[Masked] = ()) -> Redaction | None:
    """Return a masked copy that these rules let pass, or None when none may or can be given.

    Masked is what rules find and what the ``tagger`` finds. The copy is looked at again, by the rules and by the tagger
    with a stricter threshold; what they still find is masked too, a few times. Without a tagger it is judged no less
    strictly.

    None when nothing was stopped, when it was not read or judged completely, when any match is of 紧急布控, of kinship
    (its words do not tell what to mask) or of a nature in NEVER_REDACTED, or a stopping one of a nature without 打码版
    in the policy, and when the rules still stop the copy (see refusing) after its sensitive cells were masked whole.
    ``shown`` are spans of an earlier copy that somebody takes responsibility for: they are not masked, and the result
    is None when the rules would mask them all the same. ``omitted`` are parts that the copy does not have.
    """
    if judged.text is None or judged.verdict is None or not maskable(judged, policy):
        return None
    text = judged.text
    if too_long(text.original):
        return None
    tagger = tagger and tagger.for_length(len(text.original))
    masks = without(narrow(text.original, judged.verdict, tagger), shown)
    attempt = _Attempt(text, judged.verdict, judge.strictest(), tagger, tuple(shown), tuple(omitted))
    whole = attempt.rendering(masks)
    if whole is None or not whole.rendering.spans or _hides(whole.rendering.spans, shown):
        return None
    drawn = attempt.drawn(whole.rendering, policy.mask_style)
    return Redaction(drawn.text, drawn.spans, drawn.style, whole.doubts)


class _Whole(NamedTuple):
    """A copy that may be given, and the kinds of which something may still be legible."""

    rendering: Rendering
    doubts: tuple[MaskKind, ...]


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A text to be masked, its verdict, who judges and who examines its copies, what stays visible and what is omitted.
    """

    text: Text
    verdict: Verdict
    judge: Judge
    tagger: Tagger | None
    shown: tuple[tuple[int, int], ...]
    omitted: tuple[Masked, ...]

    def rendering(self, masks: Sequence[Masked]) -> _Whole | None:
        """Return a copy that may be given, with more masks where the first is not enough; None when there is none.

        Looked at is the copy of which nothing is left: a style only draws it, and must not change what is found.
        """
        for _ in range(_ROUNDS):
            rendering = render(self.text.original, [*masks, *self.omitted])
            verdict = self._judged(rendering)
            stopped = self._refusing(rendering, verdict)
            if any(_nature(match, verdict) in NEVER_REDACTED for match in stopped):
                return None
            found, doubtful = self._left(rendering)
            if not (stopped or verdict.gaps or found):
                return _Whole(rendering, tuple(dict.fromkeys(mask.kind for mask in doubtful)))
            wide = _wide(self.text.original, rendering, verdict, stopped)
            again = beside_form(self.text.original, _personal(self.text.original).everywhere(found)) if found else []
            masks = without([*masks, *wide, *again], self.shown)
        return None

    def drawn(self, whole: Rendering, style: MaskStyle) -> Rendering:
        """Return a copy in this style; as it is when the ends of values that the style shows would be stopped."""
        if style is MaskStyle.WHOLE:
            return whole
        copy = render(self.text.original, whole.spans, style)
        verdict = self._judged(copy)
        return whole if verdict.gaps or self._refusing(copy, verdict) else copy

    def _refusing(self, copy: Rendering, verdict: Verdict) -> list[Match]:
        """Return what stops a copy: not a place of which nothing is legible, where no mask could change anything."""
        return [match for match in refusing(verdict, self.verdict)
                if any(map(str.isalnum, copy.text[match.start:match.end]))]

    def _left(self, copy: Rendering) -> tuple[list[Masked], list[Masked]]:
        """Return what must not be legible in a copy but is, and what may tell of somebody."""
        if self.tagger is None:
            return [], []
        found, doubtful = (beside(beside_form(self.text.original, masks), self.shown)
                           for masks in _left_by(copy, self.tagger))
        return found, doubtful

    def _judged(self, copy: Rendering) -> Verdict:
        return self.judge.judge(replace(self.text, original=copy.text, pieces=()))


def beside(masks: Sequence[Masked], shown: Sequence[tuple[int, int]]) -> list[Masked]:
    """Return the masks that have nothing in common with what must stay visible."""
    return [mask for mask in masks if not _hides((mask,), shown)]


def _hides(masks: Sequence[Masked], shown: Sequence[tuple[int, int]]) -> bool:
    return any(mask.start < end and start < mask.end for mask in masks for start, end in shown)


def too_long(*originals: str) -> bool:
    """Tell whether texts are together too long to be masked while somebody waits."""
    return sum(map(len, originals)) > LONGEST_TEXT


def maskable(judged: Judged, policy: Policy) -> bool:
    """Tell whether something was read whole, judged whole and stopped, and may be given masked at all."""
    if judged.verdict is None or unreadable_words(judged) is not None:
        return False
    return bool(stopping(judged.verdict)) and _allowed(judged.verdict, policy)


def _allowed(verdict: Verdict, policy: Policy) -> bool:
    maskable = {rule.nature for rule in policy.release if rule.redacted_copy}
    if any(entry.category == ALERTS for entry in verdict.explanations) or any(match.kin for match in verdict.matches):
        return False
    natures = {entry.nature for entry in verdict.explanations}
    stopped = {_nature(match, verdict) for match in stopping(verdict)}
    return natures.isdisjoint(NEVER_REDACTED) and stopped <= maskable


def stopping(verdict: Verdict) -> list[Match]:
    """Return the matches for which content is blocked or warned about."""
    return [match for match in verdict.matches if match.action.severity >= Action.WARN.severity]


def _nature(match: Match, verdict: Verdict) -> Nature | None:
    explanation = verdict.explanation_of(match.rule)
    return explanation.nature if explanation is not None else None


def refusing(copy: Verdict, original: Verdict) -> list[Match]:
    """Return the matches for which a masked copy may not be given.

    A warning of a rule that yields was suppressed for the original when another rule stopped it; once the masks have
    removed that rule's cause it is no reason against the copy either. When it stopped the original itself it is.
    """
    yielded = not any(_yields(match, original) for match in stopping(original))
    return [match for match in stopping(copy)
            if not (yielded and match.action is Action.WARN and _yields(match, copy))]


def sounds_personal(match: Match, verdict: Verdict) -> bool:
    """Tell whether the learnt judge alone stops this, as personal or as a chat: in a masked picture, whose masks cannot
    be read, a heading row sounds like the table below it.
    """
    return _yields(match, verdict) and _nature(match, verdict) in _MASKED


def _yields(match: Match, verdict: Verdict) -> bool:
    explanation = verdict.explanation_of(match.rule)
    return explanation is not None and explanation.yields


def narrow(original: str, verdict: Verdict, tagger: Tagger | None = None) -> list[Masked]:
    """Return masks of everything that identifies or hurts a person: what a label or a rule is sure of and what a tagger
    finds, wherever it occurs; without a tagger all that rules suspect.
    """
    places: list[tuple[int, int]] = []
    speakers: list[tuple[int, int]] = []
    for match in verdict.matches:
        chat = _nature(match, verdict) is Nature.CHAT_RECORD
        (speakers if chat else places).append((match.start, match.end))
    if tagger is None:
        return beside_form(original, exactly(original, personal(original, places, speakers)))
    found = _personal(original)
    masks = found.everywhere([*found.certain(places, speakers), *tagged(original, tagger)])
    return beside_form(original, found.with_kin(exactly(original, masks)))


def tagged(original: str, tagger: Tagger) -> list[Masked]:
    """Return masks of what a tagger finds (guard.redact.tagged.tagged)."""
    from guard.redact.tagged import tagged  # with a first masked copy, as the names

    return tagged(original, tagger)


def _left_by(rendering: Rendering, tagger: Tagger) -> Left:
    from guard.redact.tagged import left_by

    return left_by(rendering, tagger)


def personal(original: str, places: Sequence[tuple[int, int]], speakers: Sequence[tuple[int, int]]) -> list[Masked]:
    """Return masks of what is personal (guard.redact.personal.Personal.masks)."""
    return _personal(original).masks(places, speakers)


def _personal(original: str) -> Personal:
    # Loaded for the first masked copy: a guard that restarts after being killed does not need the names to guard again.
    from guard.redact.personal import Personal

    return Personal(original)


def _wide(original: str, rendering: Rendering, verdict: Verdict, left: Sequence[Match]) -> list[Masked]:
    """Return masks of the whole cells that still stop the masked copy, and of the heads of chat messages."""
    chats: list[tuple[int, int]] = []
    others: list[tuple[int, int]] = []
    for match in left:
        span = rendering.original(match.start, match.end)
        (chats if _nature(match, verdict) is Nature.CHAT_RECORD else others).append(span)
    return [*_heads(original, chats), *cells(original, others)]


def _heads(original: str, speakers: list[tuple[int, int]]) -> Iterator[Masked]:
    """Yield the head of each message from the start of its line: name, number and time, not the message."""
    for start, end in speakers:
        first = max(original.rfind("\n", 0, start), original.rfind("\r", 0, start)) + 1
        rest = _HEAD_END.match(original, end)
        if rest is not None:
            yield Masked(first, max(end, rest.end()), MaskKind.CELL)
        else:
            colon = _COLON.search(original, end, end + _LONGEST_HEAD)
            yield Masked(first, colon.end() if colon else end, MaskKind.CELL)
