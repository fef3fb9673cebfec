"""Runs `make restarts`: how long broker, guard and tray take to work again after a kill, on an idle machine.

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
"""Seconds before each kill: longer than a broker must live to be restarted at once."""


def main(times: int) -> None:
    """Kill each this often."""
    outcome = Outcome()
    with office() as computer:
        computer.start("青松甲号")
        fault = Fault(computer, Load(computer, outcome), outcome, random.Random(1))
        for victim in [name for name in VICTIMS if name != "reader"] * times:
            fault.held()
            time.sleep(REST_SECONDS)  # an idle machine is what is measured
            fault.kill(victim)
    print("\n".join([machine(), "", *table(outcome)]))


if __name__ == "__main__":
    main(int(sys.argv[1]))
