"""Loads the built-in rules and policy, as the guard has them in force."""

from __future__ import annotations

from functools import cache

from guard.config.user_config import Configuration
from guard.pipeline.pipeline import Rules
from guard.supply.packs_and_policy import active


@cache
def built_in() -> Rules:
    """The built-in rules and policy, loaded once."""
    return active(Configuration()).rules()
