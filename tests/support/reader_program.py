"""The command that starts a real reader process in tests."""

from __future__ import annotations

import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_PROGRAM = f"""
import sys
sys.path.insert(0, {str(_ROOT)!r})
from guard.reading.process import run
sys.exit(run(sys.stdin.buffer, sys.stdout.buffer))
"""
COMMAND = (sys.executable, "-c", _PROGRAM)
"""The command of a reader process of this working tree."""
