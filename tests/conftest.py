"""Fixtures for tests of all folders: a display, a reader, brokers, guards, the built-in rules, unwritable disks."""

_SHARED = ("display", "reader", "broker", "guard", "rules", "disk")

pytest_plugins = tuple(f"tests.support.{name}_fixtures" for name in _SHARED)
