"""Tests that new rules leave nothing of the old ones, whatever was made of held items under them."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace
from pathlib import Path

from guard.config.user_config import Configuration
from guard.control.masked_copies import MaskedCopy
from guard.control.offered_requests import MaskOffered, Offered
from guard.control.requests import MaskCase
from guard.supply.packs_and_policy import active
from tests.support import ui_samples as samples
from tests.support.ui_guard import GuardHere


def test_a_masked_copy_keeps_no_rules_that_were_replaced(tmp_path: Path) -> None:
    guard = GuardHere(tmp_path / "guard.sock")
    newer = guard.rules
    guard.rules = replace(newer, judge=active(Configuration()).rules().judge)
    case = guard.keep(samples.roster(guard.rules.judge))
    text = case.judged[0].text
    assert text is not None
    assert isinstance(guard.answer(MaskCase(case.id)), MaskedCopy)
    assert isinstance(guard.answer(MaskOffered(Offered(text.original))), MaskedCopy)
    older = weakref.ref(guard.rules.judge)
    guard.rules = newer
    gc.collect()
    assert older() is None
