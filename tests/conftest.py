"""What tests of all folders share: a display, a reader, brokers, guards, the built-in rules, disks that refuse."""

_SHARED = ("display", "reader", "broker", "guard", "rules", "disk")

pytest_plugins = tuple(f"tests.support.{name}_fixtures" for name in _SHARED)
