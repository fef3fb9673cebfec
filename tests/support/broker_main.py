"""A broker process whose only rules are sample words: for tests of which program gets what, not of judging."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from guard.clipboard.port import Arms
from guard.clipboard.process import run
from guard.core.model import Decision, Judged
from guard.ipc.messages import Arm
from rules.model import Action, Confidence, Explanation, Match, Nature, Verdict
from rules.text import Text

WORDS = {"绝密样例": (Action.BLOCK, Nature.STATE_SECRET), "内部样例": (Action.BLOCK, Nature.WORK_SECRET),
         "提醒样例": (Action.WARN, Nature.DRAFT), "记录样例": (Action.LOG, Nature.PERSONAL)}


AGAIN = "其余样例"
"""Text that is stopped if it was in a copy held before."""


def judge(text: Text, held: Sequence[str] = ()) -> Verdict:
    """Match the four sample words, and AGAIN where one of the held texts contains it."""
    matches: list[Match] = []
    explanations: list[Explanation] = []
    again = {AGAIN: (Action.BLOCK, Nature.STATE_SECRET)} if any(AGAIN in one for one in held) else {}
    for word, (action, nature) in {**WORDS, **again}.items():
        start = text.original.find(word)
        if start >= 0:
            matches.append(Match(word, word, action, Confidence.HIGH, word, start, start + len(word)))
            explanations.append(Explanation(word, word, "样例", nature, "", (), (), "样例", "样例", "样例"))
    worst = max((match.action for match in matches), key=lambda action: action.severity, default=Action.ALLOW)
    return Verdict(worst, tuple(matches), tuple(explanations), pack="样例")


def arm(command: Arm) -> Arms:
    """Judge by the sample words under the received policy."""
    held: list[str] = []

    def remember(_capture: str, _at: float, judged: Sequence[Judged], decision: Decision) -> None:
        if decision.hold:
            held.extend(item.text.original for item in judged if item.text is not None and AGAIN in item.text.original)

    return Arms(lambda text: judge(text, held), command.policy, "样例", remember)


if __name__ == "__main__":
    sys.exit(run(sys.stdin.buffer, sys.stdout.buffer, only=sys.argv[1] if len(sys.argv) > 1 else "", arm=arm))
