"""Adds a page to a policy file: what the administrator clicks is written after the other pages of the file."""

from __future__ import annotations

import time
from pathlib import Path

from guard.config.errors import PolicyError
from guard.config.policy_file import load
from guard.config.policy_overlay import skeleton
from guard.core.pages import ANY, Page, page_of
from guard.publish.errors import PublishError
from guard.publish.office import Office
from guard.sentences.catalogue import sentence
from guard.supply.unit_pack import read_unit_pack, replace_unit_pack
from rules.pack.known_writing import PlaceError, with_entries

POLICY_FILE = "单位策略.yaml"
"""The policy that the workshop edits."""

_PAGES = "网页"


def written_policy(path: Path, office: Path | None = None) -> bytes:
    """Return a policy file. When there is none, return the policy of the newest release in a publishing folder, else
    one that differs from the built-in policy in nothing yet. Raises UnitPackError.
    """
    if path.exists():
        return read_unit_pack(path)
    signed = _signed_policy(office) if office is not None else ""
    return signed.encode() or skeleton(path.stem, time.strftime("%Y.%m.%d"))


def _signed_policy(office: Path) -> str:
    """Return the policy of the newest release, "" where there is none or nothing can be read."""
    try:
        repository = Office.at(office, (), lambda _: "").repository
        releases = [release for release in repository.index().releases if not release.withdrawn]
        return repository.bundle(releases[-1]).policy if releases else ""
    except (PublishError, OSError):
        return ""


def list_page(path: Path, page: Page, office: Path | None = None) -> bool:
    """Write a page into a policy file, which starts as ``written_policy`` says; return False when the file contains it
    already.

    Every other line stays as it was. Nothing takes effect before the file is signed and published. Raises PolicyError
    and UnitPackError.
    """
    written = written_policy(path, office)
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
