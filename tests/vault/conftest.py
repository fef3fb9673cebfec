"""Helpers that the vault tests share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from guard.core.model import (
    Case,
    Decision,
    Destination,
    DestinationKind,
    Judged,
    Kind,
    Origin,
    Outcome,
    Release,
    new_id,
)
from guard.vault import FileKey
from rules.model import Action, Confidence, Explanation, Match, Nature, Verdict
from rules.text import Text

WORDS = "演示样例，非国家秘密：某县某局会议纪要"
WECHAT = Destination(DestinationKind.CHAT, "wechat")


@pytest.fixture
def make_case() -> Callable[..., Case]:
    """Make a blocked text with its match and explanation."""

    def make(nature: Nature = Nature.WORK_SECRET, opened_at: float = 1_700_000_000.0) -> Case:
        match = Match("测试-1", "测试规则", Action.BLOCK, Confidence.HIGH, WORDS[:4], 0, 4)
        why = Explanation("测试-1", "测试规则", "测试", nature, "", (), (), "先别发", "", "")
        verdict = Verdict(Action.BLOCK, (match,), (why,), pack="测试包")
        decision = Decision(Outcome.BLOCK, (DestinationKind.CHAT,), True, Release.REASON, nature, "测试-1")
        return Case(new_id(), Origin.CLIPBOARD, Kind.TEXT, opened_at, WORDS[:10], decision,
                    (Judged("文字", Text(WORDS), verdict=verdict),), destination=WECHAT)

    return make


@pytest.fixture
def key(tmp_path: Path) -> FileKey:
    return FileKey(tmp_path / "keys" / "vault.key")
