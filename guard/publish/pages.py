"""Adds a page to a policy file: what the administrator clicks is written after the other pages of the file."""

from __future__ import annotations

from pathlib import Path

from guard.config.errors import PolicyError
from guard.config.policy_file import load
from guard.core.pages import ANY, Page, page_of
from guard.sentences.catalogue import sentence
from guard.supply.builtin import builtin_policy
from guard.supply.unit_pack import read_unit_pack, replace_unit_pack
from rules.pack.known_writing import PlaceError, with_entries

POLICY_FILE = "单位策略.yaml"
"""The policy that the workshop edits; the built-in one until somebody changes it."""

_PAGES = "网页"


def written_policy(path: Path) -> bytes:
    """Return a policy file, or the built-in policy when there is none. Raises UnitPackError."""
    return read_unit_pack(path) if path.exists() else builtin_policy()


def list_page(path: Path, page: Page) -> bool:
    """Write a page into a policy file, which starts as the built-in policy when there is none; return False when the
    file contains it already.

    Every other line stays as it was. Nothing takes effect before the file is signed and published. Raises PolicyError
    and UnitPackError.
    """
    written = written_policy(path)
    meant = Page(page.kind, page.name.strip(ANY))
    if page_of(meant.name, load(written, str(path)).pages) == meant:
        return False
    try:
        content = with_entries(written, _PAGES, [{"种类": page.kind.value, "名称": page.name}])
    except (PlaceError, UnicodeDecodeError) as error:
        raise PolicyError(sentence("pages.not-a-list", path=path)) from error
    found = page_of(meant.name, load(content, str(path)).pages)
    if found is None or found.kind is not page.kind:
        other = found.kind.value if found is not None else ""
        raise PolicyError(sentence("pages.listed-already", path=path, name=page.name, other=other))
    replace_unit_pack(path, content)
    return True
