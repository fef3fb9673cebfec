"""Measures the time from a captured 1080p red-head page to the decision, early and after the whole page.

    .venv/bin/python tests/bench/bench_first_hit.py [rounds]

Both run through the real reader process and the real pipeline with the built-in pack, taking turns. Each round has a
new page, so that nothing is cached. Nothing is asserted about time.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from guard.core.events import Event  # noqa: E402
from guard.core.model import Capture, Case, Decision, Item, Kind, Origin, Outcome, new_id  # noqa: E402
from guard.daemon.quarantine import Quarantine  # noqa: E402
from guard.pipeline.judging import judge_item  # noqa: E402
from guard.pipeline.pipeline import Pipeline  # noqa: E402
from guard.reading.client import ReaderClient  # noqa: E402
from guard.supply.packs_and_policy import active, configuration_from  # noqa: E402
from guard.vault import MemoryVault  # noqa: E402
from tests.support.pictures import encode, render_document  # noqa: E402

ROUNDS = 15
SENTENCE = "各县（区）人民政府，市政府各部门要高度重视，压实责任，按照职责分工抓好落实，有关情况及时报告。"


class Stopwatch:
    """Records when the first decision and the completed case arrive; all ends of the pipeline in one class."""

    def __init__(self) -> None:
        self.begun = time.perf_counter()
        self.decided_ms = self.notified_ms = 0.0

    def decided(self, _: Capture, decision: Decision) -> None:
        """Record the first decision, which must be a block."""
        assert decision.outcome is Outcome.BLOCK
        self.decided_ms = self.decided_ms or (time.perf_counter() - self.begun) * 1000

    def notify(self, _: Case) -> None:
        """Record when the user would be told."""
        self.notified_ms = (time.perf_counter() - self.begun) * 1000

    def completed(self, _: Case, _anew: bool) -> None:
        """Ignore the whole case."""

    def append(self, _: Event) -> None:
        """Ignore events."""


def page(number: int) -> bytes:
    """Return a page nobody has seen: its mark, its head in red words, 26 lines."""
    body = "\n".join(f"{number * 100 + line} {SENTENCE}" for line in range(1, 27))
    return encode(render_document(f"机密★5年\n演示市人民政府文件 第{number}号\n{body}", width=1920,
                                  size=20).crop((0, 0, 1920, 1080)))


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    rules = active(configuration_from(None, None)).rules()
    client = ReaderClient([sys.executable, str(ROOT / "main.py"), "--reader"])
    client.prepare("cascade")
    client.read(Item("warm", Kind.PICTURE, page(0)))
    whole: list[float] = []
    first: list[float] = []
    told: list[float] = []
    complete: list[float] = []
    for number in range(1, rounds + 1):
        item = Item("page", Kind.PICTURE, page(2 * number))
        begun = time.perf_counter()
        judged = judge_item("page", client.read(item), rules.judge, begun)
        assert judged.verdict is not None
        whole.append((time.perf_counter() - begun) * 1000)
        capture = Capture(new_id(), Origin.CLIPBOARD, Kind.PICTURE, 1.0,
                          (Item("page", Kind.PICTURE, page(2 * number + 1)),))
        memory = MemoryVault()
        quarantine = Quarantine(memory, memory, lambda: rules.policy, lambda _: None, lambda _: None)
        watch = Stopwatch()
        Pipeline(lambda: rules, client, quarantine, watch.decided, watch.notify, watch.completed, watch,
                 lambda *_: None).take(capture)
        complete.append((time.perf_counter() - watch.begun) * 1000)
        first.append(watch.decided_ms)
        told.append(watch.notified_ms)
    client.close()
    for name, values in (("decision when all was read", whole), ("decision as it is read", first),
                         ("held and told as it is read", told), ("case complete", complete)):
        print(f"{name:30} p50 {statistics.median(values):6.0f} ms   best {min(values):6.0f}   worst {max(values):6.0f}")


if __name__ == "__main__":
    main()
