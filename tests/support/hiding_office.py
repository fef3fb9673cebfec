"""Publishes the pack with code words from a real office, which then hides them."""

from __future__ import annotations

from pathlib import Path

from guard.publish.contents import OWN, Contents, bundle_on
from guard.publish.releasing import release
from guard.publish.unit_key import write_key
from tests.support.code_words import CODE_WORDS
from tests.support.publishing import EVERYONE, UnitOffice
from tests.support.tables import KEY


def hide(unit: UnitOffice, folder: Path) -> Path:
    """Publish that pack to everybody, as the next release; return the file with the key, in this folder."""
    key, pack = folder / "exact.key", folder / "代号.yaml"
    write_key(key, KEY)
    pack.write_text(CODE_WORDS, "utf-8")
    release(unit.office, bundle_on(OWN, Contents((str(pack),), key=key)), EVERYONE)
    return key
