"""A broker process whose rules are one word: for tests of who gets what, not of what is forbidden."""

from __future__ import annotations

import sys

from guard.clipboard.port import Arms
from guard.clipboard.process import run
from guard.messages import Arm
from rules.model import Action, Confidence, Explanation, Match, Nature, Verdict
from rules.text import Text

WORDS = {"绝密样例": (Action.BLOCK, Nature.STATE_SECRET), "内部样例": (Action.BLOCK, Nature.WORK_SECRET),
         "提醒样例": (Action.WARN, Nature.DRAFT), "记录样例": (Action.LOG, Nature.PERSONAL)}


def judge(text: Text) -> Verdict:
    """Match the four sample words."""
    matches: list[Match] = []
    explanations: list[Explanation] = []
    for word, (action, nature) in WORDS.items():
        start = text.original.find(word)
        if start >= 0:
            matches.append(Match(word, word, action, Confidence.HIGH, word, start, start + len(word)))
            explanations.append(Explanation(word, word, "样例", nature, "", (), (), "样例", "样例", "样例"))
    worst = max((match.action for match in matches), key=lambda action: action.severity, default=Action.ALLOW)
    return Verdict(worst, tuple(matches), tuple(explanations), pack="样例")


def arm(command: Arm) -> Arms:
    """Judge by the sample words under the policy that was sent."""
    return Arms(judge, command.policy, "样例")


if __name__ == "__main__":
    sys.exit(run(sys.stdin.buffer, sys.stdout.buffer, only=sys.argv[1] if len(sys.argv) > 1 else "", arm=arm))
