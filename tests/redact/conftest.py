"""The built-in rules and policy, loaded once, and the masked copy a user would get of a text."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guard.core.model import Judged
from guard.pipeline.pipeline import Rules
from guard.redact.text import Redaction, redact
from rules.text import Text


@pytest.fixture(scope="session")
def redacted(rules: Rules) -> Callable[[str], Redaction | None]:
    def of(original: str) -> Redaction | None:
        text = Text(original)
        return redact(Judged("", text=text, verdict=rules.judge.judge(text)), rules.judge, rules.policy)

    return of
