"""Gives actions, levels, distances and references the words that packs use for them."""

from __future__ import annotations

from rules.definition import Distance, Exemption, Reach, Reference, Source
from rules.model import ALERTS, EXEMPTED, PUBLISHED, Action, Confidence, Nature
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import Sentence

ACTIONS = {
    Action.BLOCK: sentence("action.block"),
    Action.WARN: sentence("action.warn"),
    Action.LOG: sentence("action.log"),
    Action.ALLOW: sentence("action.allow"),
}
LEVELS = {
    Confidence.HIGH: sentence("level.high"),
    Confidence.MEDIUM: sentence("level.medium"),
    Confidence.LOW: sentence("level.low"),
    Confidence.NONE: sentence("level.none"),
}
NATURES = {
    Nature.STATE_SECRET: sentence("nature.state-secret"),
    Nature.WORK_SECRET: sentence("nature.work-secret"),
    Nature.INSTRUCTION: sentence("nature.instruction"),
    Nature.CHAT_RECORD: sentence("nature.chat"),
    Nature.PERSONAL: sentence("nature.personal"),
    Nature.DRAFT: sentence("nature.draft"),
    Nature.RUMOUR: sentence("nature.rumour"),
}
REACHES = {
    Reach.SENTENCE: sentence("distance.sentence"),
    Reach.LINE: sentence("distance.line"),
    Reach.TEXT: sentence("distance.text"),
}
PARTS = {
    "词表": sentence("part.lists"),
    "词": sentence("part.words"),
    "部件": sentence("part.pieces"),
    "模式": sentence("part.patterns"),
    "结构": sentence("part.structures"),
    "例外": sentence("part.exceptions"),
    "必须命中": sentence("part.must-match"),
    "不得命中": sentence("part.must-not-match"),
    "不得吞掉": sentence("part.must-not-swallow"),
    PUBLISHED: sentence("part.published"),
    ALERTS: sentence("part.alerts"),
    EXEMPTED: sentence("part.exempted"),
}
"""Parts of a pack, identified by the keys they have."""

_BY_KEY = {str(words): words for words in (*ACTIONS.values(), *LEVELS.values(), *NATURES.values(), *REACHES.values())}

_SHOWN = 3
_NEAR = {
    Reach.SENTENCE: sentence("distance.same-sentence"),
    Reach.LINE: sentence("distance.same-line"),
    Reach.TEXT: sentence("distance.whole-text"),
}


def distance_words(distance: Distance) -> Sentence:
    """Return where something must be to count as near."""
    return _NEAR[distance] if isinstance(distance, Reach) else sentence("distance.characters", count=distance)


def reference_words(reference: Reference) -> str:
    """Return a reference as it is written: the word itself, or the name of a list, pattern or structure behind @."""
    return ("" if reference.source is Source.WORD else "@") + reference.name


def exemption_words(exemption: Exemption) -> Sentence:
    """Return the name of an exemption, or what it looks for."""
    if exemption.name:
        return Sentence(exemption.name)
    words = tuple(map(reference_words, exemption.sources[:_SHOWN]))
    return sentence("pack.and-more" if len(exemption.sources) > _SHOWN else "pack.listed", words=words)


def word_of(written: str) -> Sentence:
    """Return an action, level, nature or distance as a sentence, in the words of a pack; numbers stay as they are."""
    return _BY_KEY.get(written, Sentence(written))
