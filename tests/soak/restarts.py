"""`make restarts`: how long broker, guard and tray take to do their work again when nothing else is asked of them.

    .venv/bin/python -m tests.soak.restarts TIMES

Prints a table; nothing is asserted. `make faults` is the same under load.
"""

from __future__ import annotations

import random
import sys
import time

from tests.soak.faults import VICTIMS, Fault, Load, Outcome, table
from tests.soak.office import office
from tests.soak.report import machine

REST_SECONDS = 8.0
"""Before each kill: longer than a broker must live to be started again at once."""


def main(times: int) -> None:
    """Kill each so often."""
    outcome = Outcome()
    with office() as computer:
        computer.start("青松甲号")
        fault = Fault(computer, Load(computer, outcome), outcome, random.Random(1))
        for victim in [name for name in VICTIMS if name != "reader"] * times:
            fault.held()
            time.sleep(REST_SECONDS)  # at rest is the point here
            fault.kill(victim)
    print("\n".join([machine(), "", *table(outcome)]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
