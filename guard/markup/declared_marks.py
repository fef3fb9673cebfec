"""Recognises a classification that a document or a file declares in its properties, and writes it as a page shows it.

Programs of public bodies keep it under many names: 密级, 秘密等级 (GB/T 33477-2016 has 密级和保密期限), SecretLevel,
Classification, the labels of Microsoft Purview (MSIP_Label_…_Name). Only Chinese levels count: "Confidential" is what
companies call their own papers, and numbers mean something else in each program.
"""

from __future__ import annotations

import re

_CHINESE = re.compile("密级|秘密等级|保密等级|保密级别|涉密等级|密标|定密")
_LATIN = re.compile(r"secret|secrecy|security|classif|confidential|sensitiv|^miji$|^msiplabel.*name$")
_KINDS = frozenset({"category", "contentstatus"})
"""Properties that say what kind of document it is; a level that is all of such a word is a mark."""

_TOPICS = frozenset({"keywords", "tags", "xdgtags"})
"""Properties that say what a document is about. A level alone is a topic: a lesson on secrecy has it as a keyword.
It is a mark as one is written on a page: with ★, in brackets, or as 机密级."""

_LONGEST = 40
"""Characters of the longest value with a level and a period: more is a text."""

_LEVEL = re.compile(r"[【\[(（]?(绝密|机密|秘密)(?:级|件)?[】\])）]?[ \t]*(?:[★☆*][ \t]*(\S{0,24}))?")


def mark_of(name: str, value: str) -> str:
    """Return the mark that a property with this name declares, as in 密级：机密; "" when it declares none."""
    told = value.strip()
    found = _LEVEL.fullmatch(told) if len(told) <= _LONGEST else None
    if found is None or not _names_a_level(name, found.group(1) == told):
        return ""
    level, period = found.groups()
    return f"密级：{level}" if period is None else f"密级：{level}★{period}"


def _names_a_level(name: str, alone: bool) -> bool:
    """Return whether a value under this name is a mark; ``alone``: it is the level and nothing else."""
    if _CHINESE.search(name):
        return True
    letters = "".join(filter(str.isalpha, name.casefold()))
    return letters in _KINDS or (letters in _TOPICS and not alone) or _LATIN.search(letters) is not None
