"""Inkscape: shapes with words in them."""

from __future__ import annotations

from pathlib import Path

from tests.harm.programs.program import Program, named_in_title

_SETTINGS = """<inkscape version="1">
  <group id="options"><group id="boot" enabled="0" shown_ver="1.4"/></group>
</inkscape>
"""


def _title(words: str) -> str:
    """Leave out a document's name: Inkscape calls it 「Memory document」 once a program has asked for a copy of it."""
    return "Inkscape" if words.endswith(" - Inkscape") else words


def _prepare(home: Path) -> None:
    folder = home / ".config" / "inkscape"
    folder.mkdir(parents=True)
    (folder / "preferences.xml").write_text(_SETTINGS)


INKSCAPE = Program(
    "Inkscape", "/usr/bin/inkscape", "inkscape", ("drawing", "marked drawing"),
    command=lambda _, file: ["/usr/bin/inkscape", str(file)],
    shows=named_in_title, prepare=_prepare, title=_title,
    select_other=("Escape", "Tab"),
)
