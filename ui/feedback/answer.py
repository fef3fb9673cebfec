"""Words the 保密办's answer to a feedback."""

from __future__ import annotations

from datetime import date

from guard.feedback.answers import FeedbackAnswer, Given
from ui.i18n.dates import date_words
from ui.i18n.say import say, sentences
from ui.kit.display_text import one_line

_WORDS_LIMIT = 200


def verdict_words(answer: FeedbackAnswer | None) -> str:
    """Return the state of a feedback in a few words."""
    if answer is None:
        return say("等保密办答复")
    return say("已采纳") if answer.adopted else say("没有采纳")


def answer_words(given: Given) -> str:
    """Return the whole answer; the 保密办's own words are unchanged."""
    answer = given.answer
    if answer is None:
        return verdict_words(None)
    since = _since(answer)
    verdict = say("已采纳，{date}的规则起不再提示", date=since) if since else verdict_words(answer)
    return sentences(verdict, one_line(answer.words, _WORDS_LIMIT))


def _since(answer: FeedbackAnswer) -> str:
    try:
        return date_words(date.fromisoformat(answer.since)) if answer.adopted else ""
    except ValueError:
        return ""
