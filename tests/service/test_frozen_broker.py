"""Tests a broker that is frozen without having ended: it takes some twenty seconds to be detected."""

from __future__ import annotations

import pytest

from guard.control.requests import State
from tests.support.brokering import NOTICE
from tests.support.guarding import DRAFT, GuardUnderTest, wait_for
from tests.support.processes import child, stopped


@pytest.mark.thorough
def test_a_broker_that_no_longer_answers_is_replaced_and_what_was_copied_meanwhile_is_judged(
        guard: GuardUnderTest, wechat: str, capfd: pytest.CaptureFixture[str]) -> None:
    guard.start()
    assert guard.process is not None
    frozen = child(guard.process.pid, "--broker")
    with stopped(frozen):
        guard.copy(DRAFT)
        assert guard.paste(wechat) == DRAFT  # not detected yet
        wait_for(lambda: guard.state() is State.TROUBLE, "the guard to miss its broker", 40)
        guard.opened()
        assert guard.paste(wechat) == NOTICE
    assert f"the broker (process {frozen}) has not answered" in capfd.readouterr().err
