"""Marks what no rule finds and the learnt judge is to: a test that passes all the same fails, so that the mark goes."""

from __future__ import annotations

import pytest

for_the_learnt_judge = pytest.mark.xfail(strict=True, reason="no rule finds it; the learnt judge is to")
