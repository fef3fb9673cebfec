"""Words the 保密办's answer to a feedback."""

from __future__ import annotations

from datetime import date

from guard.feedback.answers import FeedbackAnswer, Given
from ui.i18n.dates import date_words
from ui.i18n.say import say, sentences
from ui.kit.display_text import one_line

_WORDS_LIMIT = 200


def verdict_words(given: Given) -> str:
    """Return the state of a feedback, or of what the 保密办 was asked to check, in a few words."""
    if given.answer is None:
        return say("等保密办答复")
    if given.check:
        return say("可以发") if given.answer.adopted else say("不要发")
    return say("已采纳") if given.answer.adopted else say("没有采纳")


def row_words(given: Given) -> str:
    """Return the same for the row of an item, where nothing else says what was asked."""
    if given.answer is None:
        return say("等保密办答复")
    return say("保密办：{verdict}", verdict=verdict_words(given))


def answer_words(given: Given) -> str:
    """Return the whole answer; the 保密办's own words are unchanged."""
    answer = given.answer
    if answer is None:
        return verdict_words(given)
    since = "" if given.check else _since(answer)
    verdict = say("已采纳，{date}的规则起不再提示", date=since) if since else verdict_words(given)
    return sentences(verdict, one_line(answer.words, _WORDS_LIMIT))


def _since(answer: FeedbackAnswer) -> str:
    try:
        return date_words(date.fromisoformat(answer.since)) if answer.adopted else ""
    except ValueError:
        return ""
