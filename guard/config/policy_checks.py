"""What a policy cannot mean although each of its values has the right form."""

from __future__ import annotations

from collections.abc import Iterator

from guard.core.inspection_order import folder_problem
from guard.core.locks import Lock
from guard.core.model import Release
from guard.core.pages import ANY
from guard.core.policy import Policy
from guard.core.sites import problem_of
from guard.sentences.catalogue import sentence
from rules.model import Nature
from rules.schema.problem import Place
from rules.schema.record import rows_of
from rules.sentences.sentence import Sentence

SITE_CHARACTERS = 2
"""Characters at least of a name that is looked for in titles: fewer are in nearly every title."""

_READING_SECONDS = 10

_Findings = Iterator[tuple[Place, Sentence]]


def check(policy: Policy) -> _Findings:
    """Yield the place and the sentence of everything that cannot be meant."""
    # A countdown too short for anybody to read a warning.
    if 0 < policy.countdown_seconds < _READING_SECONDS:
        yield ("窗口倒计时秒",), sentence("policy.countdown", seconds=_READING_SECONDS)
    yield from _release(policy)
    if Nature.STATE_SECRET not in policy.wide:
        yield ("从严性质",), sentence("policy.strict-natures")
    yield from _pages(policy)
    yield from _sites(policy)
    yield from _government_chat(policy)
    for number, programs in enumerate(policy.programs):
        yield from ((("程序", number, "程序路径", place), sentence("policy.program-path", path=path))
                    for place, path in enumerate(programs.paths)
                    if not path.startswith("/") and path[1:3] != ":\\")
        if not (programs.paths or programs.names or programs.window_classes):
            yield ("程序", number), sentence("policy.no-program", number=number + 1)
    keys = {*(row.key for row in rows_of(Policy)), *Lock}
    yield from ((("锁定", number), sentence("policy.lock-unknown", name=name))
                for number, name in enumerate(policy.locked) if name not in keys)
    yield from ((("自查目录", number), wrong) for number, folder in enumerate(policy.ordered_folders)
                if (wrong := folder_problem(folder)))
    yield from ((("凭授权码", number), sentence("policy.code-for-locked", name=act.value))
                for number, act in enumerate(policy.by_code) if policy.locks(act))


def _release(policy: Policy) -> _Findings:
    natures = [rule.nature for rule in policy.release]
    if missing := [nature.value for nature in Nature if nature not in natures]:
        yield ("放行",), sentence("policy.natures-missing", natures=tuple(missing))
    for number, rule in enumerate(policy.release):
        if rule.nature in natures[:number]:
            yield ("放行", number), sentence("policy.nature-twice", nature=rule.nature.value)
        if rule.nature is Nature.STATE_SECRET and (rule.after_block is not Release.NEVER or rule.redacted_copy):
            yield ("放行", number), sentence("policy.state-secret-release")


def _pages(policy: Policy) -> _Findings:
    """Find names that nearly every page would have, and asterisks without a meaning."""
    for number, pages in enumerate(policy.pages):
        for place, name in enumerate(pages.names):
            words, where = name.strip(ANY), ("网页", number, "名称", place)
            if not words.strip() or (words != name and len(words.strip()) < SITE_CHARACTERS):
                yield where, sentence("policy.page-too-short", count=SITE_CHARACTERS, name=name)
            elif ANY in words:
                yield where, sentence("policy.page-star", name=name)


def _sites(policy: Policy) -> _Findings:
    """Find what is no address of a site, or includes more than anybody registers."""
    for number, sites in enumerate(policy.sites):
        for place, name in enumerate(sites.names):
            wrong = problem_of(name)
            if wrong is not None:
                yield ("网站", number, "站点", place), wrong


def _government_chat(policy: Policy) -> _Findings:
    for number, each in enumerate(policy.government_chat):
        if (each.nature is None) == (not each.rule):
            yield ("政务协同", number), sentence("policy.government-chat-either")
        if each.nature in policy.wide and not each.hold:
            yield ("政务协同", number), sentence("policy.government-chat-strict")
