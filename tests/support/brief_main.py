"""A broker process (tests.support.broker_main) that does not outlive its guard for the sake of what it holds."""

from __future__ import annotations

import sys

from guard.clipboard import commands
from guard.clipboard.process import run
from tests.support.broker_main import arm

if __name__ == "__main__":
    commands.LINGER_SECONDS = 0.0
    sys.exit(run(sys.stdin.buffer, sys.stdout.buffer, only=sys.argv[1], arm=arm))
