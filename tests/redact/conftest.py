"""The built-in rules and policy, loaded once, the masked copy a user would get of a text, and the engines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guard.core.model import Judged
from guard.pipeline.pipeline import Rules
from guard.redact.text import Redaction, redact
from rules.text import Text
from tests.support.engine_fixtures import engine

__all__ = ["engine"]


@pytest.fixture(scope="session")
def redacted(rules: Rules) -> Callable[[str], Redaction | None]:
    def of(original: str) -> Redaction | None:
        text = Text(original)
        return redact(Judged("", text=text, verdict=rules.judge.judge(text)), rules.judge, rules.policy)

    return of
