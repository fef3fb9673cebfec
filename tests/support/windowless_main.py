"""A broker process (tests.support.broker_main) on a compositor that does not list its windows."""

from __future__ import annotations

import sys

from guard.clipboard.process import run
from guard.clipboard.wayland import connection
from tests.support.broker_main import arm

if __name__ == "__main__":
    connection.MANAGER = "of_another_compositor"
    sys.exit(run(sys.stdin.buffer, sys.stdout.buffer, only=sys.argv[1], arm=arm))
