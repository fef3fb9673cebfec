"""The rules and the policy inside the program, as the guard has them in force."""

from __future__ import annotations

from functools import cache

from guard.pipeline import Rules
from guard.policy_file import Configuration
from guard.supply.active import active


@cache
def built_in() -> Rules:
    """The built-in rules and policy, loaded once."""
    return active(Configuration()).rules()
