"""Decides what happens to a capture. This is the only place where that, and failing closed, is decided.

Pure: (what was read and judged, policy) → Decision. Table-tested in tests/guard/test_decide.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from guard.core.model import Decision, DestinationKind, Judged, Outcome, Reason, Release
from guard.core.own_numbers import without_own
from guard.core.pages import Page
from guard.core.policy import GateMode, Mode, Policy, ReleaseRule, Unjudged
from guard.sentences.catalogue import sentence
from rules.model import Action, Explanation, Match, Nature, Verdict
from rules.sentences.sentence import Sentence
from rules.text import PARTIAL

_STRICTEST_RELEASE_FIRST = (
    Release.NEVER, Release.CODE, Release.REASON, Release.APPROVER, Release.FAMILY, Release.FREE,
)
_CHAT_WORD = DestinationKind.CHAT.value
_BLOCKED_FROM = (DestinationKind.CHAT, DestinationKind.CLIPBOARD_MANAGER)
_WIDELY_BLOCKED_FROM = (*_BLOCKED_FROM, DestinationKind.GOVERNMENT_CHAT, DestinationKind.BROWSER,
                        DestinationKind.UNKNOWN)
_WARNED_FROM = (DestinationKind.CHAT,)

_UNREADABLE_WORDS = {
    Reason.UNSUPPORTED: sentence("unreadable.unsupported"),
    Reason.DAMAGED: sentence("reading.damaged"),
    Reason.ENCRYPTED: sentence("unreadable.encrypted"),
    Reason.TOO_LARGE: sentence("unreadable.too-large"),
    Reason.TIMED_OUT: sentence("unreadable.timed-out"),
    Reason.ENGINE_FAILED: sentence("unreadable.engine-failed"),
    Reason.ENGINE_MISSING: sentence("unreadable.engine-missing"),
    Reason.NOT_FOUND: sentence("unreadable.not-found"),
    Reason.DENIED: sentence("unreadable.denied"),
    Reason.NO_ANSWER: sentence("unreadable.no-answer"),
    Reason.MALFORMED: sentence("unreadable.malformed"),
    Reason.UNCONFINED: sentence("unreadable.unconfined"),
}
_PASSING = frozenset({Reason.NOT_FOUND, Reason.DENIED, Reason.TIMED_OUT, Reason.ENGINE_FAILED, Reason.ENGINE_MISSING,
                      Reason.NO_ANSWER, Reason.UNCONFINED})
_NOT_GIVEN = "files.not-given"
_PASSING_DETAILS = frozenset({_NOT_GIVEN, "files.changed-meanwhile"})
_NAME_DAMAGE = ("reading.document-broken", _NOT_GIVEN)
_BEGIN_WITH_WHY = ("reading.document-damaged", "reading.and-more-places")


SEVERITY = (Outcome.ALLOW, Outcome.WARN, Outcome.UNREADABLE, Outcome.BLOCK)
"""Outcomes from the mildest to the strictest."""


def outcome_of(judged: Sequence[Judged]) -> Outcome:
    """Return the outcome of these items together: the first that occurs of block, unreadable, warn, allow."""
    return max((_outcome(item) for item in judged), key=SEVERITY.index, default=Outcome.ALLOW)


def is_passing(item: Judged) -> bool:
    """Return whether an item was not read or judged whole for a reason that may be gone another time although it is the
    same.
    """
    unreadable = item.unreadable
    if unreadable is None:
        return item.verdict is not None and bool(item.verdict.gaps)
    return unreadable.reason in _PASSING or unreadable.detail.id in _PASSING_DETAILS


def unreadable_words(item: Judged) -> Sentence | None:
    """Return why an item counts as unread, as one sentence for people, or None when it was read and fully judged."""
    if item.unreadable is not None:
        words, detail = _UNREADABLE_WORDS[item.unreadable.reason], item.unreadable.detail
        if _names(detail, words):
            return detail
        return sentence("joined.of", what=words, why=detail) if detail else words
    if item.verdict is None:
        return sentence("unreadable.no-rules")
    partial = next((trait for trait in item.text.traits if trait.kind == PARTIAL), None) if item.text else None
    if partial is not None:
        return (sentence("unreadable.partly", why=partial.detail) if partial.detail
                else sentence("unreadable.partly-for-no-reason"))
    if item.verdict.gaps:
        return sentence("unreadable.gaps", rules=item.verdict.gaps)
    return None


def _names(detail: Sentence, reason: Sentence) -> bool:
    """Return whether a detail names the reason itself, which then need not be said before it."""
    if detail.id in (reason.id, *_NAME_DAMAGE):
        return True
    why = detail.values.get("why") if detail.id in _BEGIN_WITH_WHY else None
    return isinstance(why, Sentence) and _names(why, reason)


def decide(judged: Sequence[Judged], policy: Policy) -> Decision:
    """Return what is done with a capture made of these items, under this policy."""
    judged = [without_own(item, policy.own) for item in judged]
    outcome = outcome_of(judged)
    if outcome is Outcome.ALLOW:
        return Decision(outcome)
    strong = _strong(judged)
    deciding = _deciding(strong, policy)
    if outcome is Outcome.UNREADABLE or deciding is None:
        return _unreadable(judged, policy, deciding)
    match, explanation = deciding
    softened = policy.mode is Mode.WARN and outcome is Outcome.BLOCK
    blocks = outcome is Outcome.BLOCK and not softened
    held_from = _held_from(strong, blocks, policy) if policy.mode is not Mode.MONITOR else ()
    rule = _release_rule(explanation.nature, policy)
    return Decision(
        outcome=outcome,
        held_from=held_from,
        notify=bool(held_from),
        release=rule.after_block if blocks else rule.after_warn,
        nature=explanation.nature,
        rule=match.rule,
    )


def decide_concealed(policy: Policy) -> Decision:
    """Return a decision about what its program marks as nothing to keep: kept from chat programs as a password is, and
    never released, because nobody has it any more once it is gone.
    """
    kinds = [DestinationKind.CHAT]
    if policy.holds_from_government_chat("", Nature.WORK_SECRET):
        kinds.append(DestinationKind.GOVERNMENT_CHAT)
    held_from = tuple(kinds) if policy.mode is not Mode.MONITOR else ()
    return Decision(Outcome.BLOCK, held_from, release=Release.NEVER, nature=Nature.WORK_SECRET)


def decide_early(judged: Sequence[Judged], policy: Policy) -> Decision | None:
    """Return a decision that need not wait for the rest of a capture, or None.

    Only a block can be decided early: the rest can make it stricter but not undo it. All else waits.
    """
    decision = decide(judged, policy)
    return decision if decision.outcome is Outcome.BLOCK and decision.hold else None


def waits(policy: Policy) -> bool:
    """Return whether a chat client that opens a file waits for the verdict: where nothing is refused, nobody waits."""
    return policy.file_gate.mode is GateMode.ON and policy.mode is not Mode.MONITOR


def refuses_open(held_from: Sequence[DestinationKind] | None, kind: DestinationKind, policy: Policy) -> bool:
    """Return whether a program of this kind may not open a file. ``held_from`` None: it was not judged in time."""
    if not waits(policy):
        return False
    if held_from is None:
        return kind in _WARNED_FROM and _holds_unjudged(policy)
    return kind in held_from


def refuses_page(held_from: Sequence[DestinationKind] | None, policy: Policy) -> bool:
    """Return whether a page that counts as chat may not have what was pasted, dropped or chosen for it.

    ``held_from`` None: it was not judged, as when no guard runs.
    """
    if policy.mode is Mode.MONITOR:
        return False
    return policy.hold_unreadable if held_from is None else DestinationKind.CHAT in held_from


def for_large_upload(policy: Policy) -> Policy:
    """Return the policy by which a large upload to a page is decided: what it says of those (大文件上传) takes the
    place of 未读出先留着 for what is not read of it. What is read is judged as ever, as are names.
    """
    wanted = policy.large_uploads
    return policy if wanted is Unjudged.AS_UNREAD else replace(policy, hold_unreadable=wanted is Unjudged.HOLD)


def page_at_paste(sites: Sequence[Page | None], titled: Callable[[], Page | None]) -> Page | None:
    """Return the page that makes a browser's paste count as chat, None for none.

    ``sites`` are the pages, by their addresses, that have the keyboard in this browser: none when nobody says, None for
    a site that is in no table. ``titled`` finds what its windows' titles name. A site that is held is held whatever its
    title is; only 普通网页 alone keeps a title from counting.
    """
    held = next((page for page in sites if page is not None and page.held), None)
    if held is not None:
        return held
    return titled() if not sites or None in sites else None


def _holds_unjudged(policy: Policy) -> bool:
    wanted = policy.file_gate.unjudged
    return policy.hold_unreadable if wanted is Unjudged.AS_UNREAD else wanted is Unjudged.HOLD


def stricter(one: Decision, other: Decision) -> Decision:
    """Return a decision that holds from every destination that either of them holds from, and is as hard to release."""
    worse = max(one, other, key=lambda decision: (SEVERITY.index(decision.outcome), decision.hold,
                                                  -_STRICTEST_RELEASE_FIRST.index(decision.release)))
    held_from = tuple(kind for kind in DestinationKind if kind in one.held_from + other.held_from)
    releases = [decision.release for decision in (one, other) if decision.hold]
    return replace(worse, held_from=held_from, notify=one.notify or other.notify,
                   release=min(releases, key=_STRICTEST_RELEASE_FIRST.index, default=worse.release))


def tightens(later: Decision, earlier: Decision) -> bool:
    """Return whether a later decision holds from more destinations, or is harder to release, than an earlier one: what
    was released under that one is then held again.
    """
    harder = _STRICTEST_RELEASE_FIRST.index(later.release) < _STRICTEST_RELEASE_FIRST.index(earlier.release)
    return later.hold and (harder or not set(later.held_from) <= set(earlier.held_from))


def _outcome(item: Judged) -> Outcome:
    action = item.verdict.action if item.verdict else Action.ALLOW
    if action is Action.BLOCK:
        return Outcome.BLOCK
    if unreadable_words(item) is not None:
        return Outcome.UNREADABLE
    return Outcome.WARN if action is Action.WARN else Outcome.ALLOW


def _unreadable(judged: Sequence[Judged], policy: Policy, deciding: tuple[Match, Explanation] | None) -> Decision:
    held = (policy.hold_unreadable or deciding is not None) and policy.mode is not Mode.MONITOR
    release = policy.release_unreadable
    if deciding is not None:
        release = _stricter(release, _release_rule(deciding[1].nature, policy).after_warn)
    return Decision(
        outcome=Outcome.UNREADABLE,
        held_from=_WARNED_FROM if held else (),
        notify=held,
        release=release,
        nature=deciding[1].nature if deciding else None,
        rule=deciding[0].rule if deciding else "",
        reason=next((words for item in judged if (words := unreadable_words(item))), None),
    )


def _strong(judged: Sequence[Judged]) -> list[tuple[Match, Explanation]]:
    """Return every warning or blocking match with its explanation."""
    pairs: list[tuple[Match, Explanation]] = []
    for verdict in _verdicts(judged):
        for match in verdict.matches:
            explanation = verdict.explanation_of(match.rule)
            if explanation is not None and match.action.severity >= Action.WARN.severity:
                pairs.append((match, explanation))
    return pairs


def _verdicts(judged: Sequence[Judged]) -> list[Verdict]:
    return [item.verdict for item in judged if item.verdict is not None]


def _deciding(pairs: Sequence[tuple[Match, Explanation]], policy: Policy) -> tuple[Match, Explanation] | None:
    """Return the match whose action is strictest; among equals the one that is hardest to release."""
    def strictness(pair: tuple[Match, Explanation]) -> tuple[int, int, int]:
        match, explanation = pair
        rule = _release_rule(explanation.nature, policy)
        release = rule.after_block if match.action is Action.BLOCK else rule.after_warn
        return match.action.severity, -_STRICTEST_RELEASE_FIRST.index(release), int(match.confidence)

    return max(pairs, key=strictness, default=None)


def _held_from(pairs: list[tuple[Match, Explanation]], blocks: bool, policy: Policy) -> tuple[DestinationKind, ...]:
    kinds: set[DestinationKind] = set()
    for match, explanation in pairs:
        if match.action is Action.BLOCK and blocks:
            wide = explanation.nature in policy.wide
            kinds.update(_WIDELY_BLOCKED_FROM if wide else _BLOCKED_FROM)
        elif not explanation.destinations or _CHAT_WORD in explanation.destinations:
            kinds.update(_WARNED_FROM)
        if policy.holds_from_government_chat(match.rule, explanation.nature):
            kinds.add(DestinationKind.GOVERNMENT_CHAT)
    return tuple(kind for kind in DestinationKind if kind in kinds)


def _stricter(one: Release, other: Release) -> Release:
    return min(one, other, key=_STRICTEST_RELEASE_FIRST.index)


def _release_rule(nature: Nature, policy: Policy) -> ReleaseRule:
    for rule in policy.release:
        if rule.nature is nature:
            return rule
    # A nature that the policy does not list is treated as the most protected one, not as free.
    return ReleaseRule(nature, after_block=Release.CODE, after_warn=Release.REASON)
