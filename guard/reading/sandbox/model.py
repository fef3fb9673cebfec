"""What a sandbox allows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Profile:
    """What one kind of reader needs: folders and files it may read, programs it may start."""

    readable: tuple[Path, ...]
    programs: tuple[Path, ...] = ()
