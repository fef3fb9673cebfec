"""Watches files under Wine: prints a JSON line when ready, and one each time a chat client opens one."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from guard.channels.file_index import Flagged
from guard.channels.openings import Openings
from guard.config.builtin_policy import builtin_policy
from guard.config.policy_file import load
from guard.core.model import Outcome


def flagged(path: Path) -> Flagged:
    facts = path.stat()
    return Flagged(path, facts.st_dev, facts.st_ino, "", Outcome.BLOCK, None)


def say(**what: str) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    policy = load(builtin_policy(), "policy.yaml")
    openings = Openings(lambda: policy, lambda file, program: say(opened=file.path.name, program=program))
    openings.start(flagged(Path(argument)) for argument in sys.argv[1:])
    say(ready="yes")
    sys.stdin.read()
    openings.stop()
