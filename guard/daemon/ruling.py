"""Holds what the guard judges by now: the rules in force, the user's own numbers, and the judge made of both."""

from __future__ import annotations

import threading
from dataclasses import replace

import msgspec

from guard.core.own_numbers import Own
from guard.core.policy import Policy
from guard.pipeline.pipeline import Rules
from guard.supply.rules_in_force import InForce


class Ruling:
    """Thread-safe. The first judge is made on first use, so that the broker does not wait for it."""

    def __init__(self, in_force: InForce, own: Own) -> None:
        self._own = own
        self._in_force = self._with_own(in_force)
        self._rules: Rules | None = None
        self._identified: tuple[InForce | None, str] = (None, "")
        self._changing = threading.Lock()

    @property
    def in_force(self) -> InForce:
        """The rules in force now."""
        return self._in_force

    @property
    def policy(self) -> Policy:
        """The policy in force, which knows the user's own numbers."""
        return self._in_force.policy

    def rules(self) -> Rules:
        """Return the rules to judge by now."""
        with self._changing:
            if self._rules is None:
                self._rules = self._in_force.rules()
            identity = self._identity(self._rules)
            if identity != self._rules.identity:
                self._rules = replace(self._rules, identity=identity)
            return self._rules

    def put_in_force(self, in_force: InForce) -> Rules:
        """Judge by these from now on, and return them."""
        rules = in_force.rules()
        with self._changing:
            self._in_force = self._with_own(in_force)
            self._rules = replace(rules, policy=self._in_force.policy)
            return self._rules

    def know(self, own: Own) -> None:
        """Judge by these own numbers of the user from now on."""
        rules = self.rules()
        with self._changing:
            self._own = own
            self._in_force = self._with_own(self._in_force)
            self._rules = replace(self._rules or rules, policy=self._in_force.policy)

    def _identity(self, rules: Rules) -> str:
        """Return an identifier of the rules in force and of what has ended in them."""
        if self._identified[0] is not self._in_force:
            self._identified = self._in_force, self._in_force.identity()
        return f"{self._identified[1]} {rules.judge.lapsed}".rstrip()

    def _with_own(self, in_force: InForce) -> InForce:
        return msgspec.structs.replace(in_force, policy=replace(in_force.policy, own=self._own))
