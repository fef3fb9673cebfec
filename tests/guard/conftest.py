"""Shared by the guard's tests: a guard in their own process."""

from tests.support.guard_here_fixtures import guard, readers

__all__ = ["guard", "readers"]
