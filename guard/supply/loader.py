"""The loader process (``--loader``): reads configuration, policy and packs, runs every example, says what it found.

Reading YAML, checking it and proving the packs takes memory that judging never needs again: it goes with this process.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from guard.framing import FrameWriter
from guard.platform.paths import Paths
from guard.policy_file import PolicyError
from guard.supply.active import SupplyError, active, configuration_from, proven_packs
from guard.supply.in_force import CONFIGURATION, InForce, NotInForce
from rules.encoded import encode


def run(home: Path | None, config: Path | None, stdout: BinaryIO) -> int:
    """Write one frame, InForce or NotInForce, and return the exit code."""
    FrameWriter(stdout).write(_found(home, config))
    stdout.flush()
    return 0


def _found(home: Path | None, config: Path | None) -> InForce | NotInForce:
    try:
        supply = active(configuration_from(config, Paths.choose(home).settings / CONFIGURATION))
        return InForce(tuple(map(encode, proven_packs(supply))), supply.policy)
    except PolicyError as error:
        return NotInForce(str(error), wrongly_configured=True)
    except SupplyError as error:
        return NotInForce(str(error))
