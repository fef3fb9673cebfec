"""Fixtures for all tests: what is left running, a display, a reader, brokers, guards, built-in rules, full disks."""

_SHARED = ("left", "display", "reader", "broker", "guard", "rules", "disk")

pytest_plugins = tuple(f"tests.support.{name}_fixtures" for name in _SHARED)
