"""A broker process with the built-in rules: for tests of how a real copy is judged."""

from __future__ import annotations

import sys

from guard.clipboard.port import Arms
from guard.clipboard.process import run
from guard.ipc.messages import Arm
from tests.support.built_in import built_in


def arm(command: Arm) -> Arms:
    """Judge by the built-in rules under the received policy."""
    return Arms(built_in().judge.judge, command.policy, "内置")


if __name__ == "__main__":
    sys.exit(run(sys.stdin.buffer, sys.stdout.buffer, only=sys.argv[1], arm=arm))
