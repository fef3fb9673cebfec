"""The document shared by form, YAML and changes: its text, and the file it was opened from."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from guard.sentences.catalogue import sentence
from guard.supply.builtin import BUILTIN_NAME, builtin_pack, optional_pack
from guard.supply.unit_pack import replace_unit_pack
from rules.pack.known_writing import PlaceError
from rules.pack.skeleton import new_rule, skeleton
from rules.pack.writing import Content, with_field, with_rule, without_rule
from rules.pack.yaml_tree import TreeError, read_tree
from ui.workshop.carrying import Carried, carried_over
from ui.workshop.raw import Raw
from ui.workshop.unfinished import Unfinished, forget, keep, left, written

UNIT_PACK = "单位.yaml"
"""The pack that is opened when none is named."""


class Draft(QObject):
    """Text of a pack. ``changed`` follows every edit; ``rules`` are those of the last text that was valid YAML."""

    changed = Signal()

    def __init__(self, text: str, path: Path, opened: str | None = None) -> None:
        super().__init__()
        self.text = text
        self.opened = text if opened is None else opened
        """The text with which changes are compared, also after it was saved; "" for a new pack."""
        self.path = path
        self.resumed = False
        """True when unfinished work was found and opened."""
        self.carried: Carried | None = None
        """What the text has become where its file was changed elsewhere meanwhile; None: nothing was."""
        self._basis: str | None = None
        """The text of the file as it was read; None while there is no file."""
        self.read_only = False
        """True for a pack inside the program."""
        self.rules: list[Raw] = []
        self.definitions: tuple[str, ...] = ()
        """Names of word lists, patterns and structures, as rules refer to them."""
        self._read()

    @classmethod
    def inside(cls, name: str) -> Draft:
        """Open a pack inside the program to be read and tried. Raises KeyError for a name that is none."""
        content = builtin_pack() if name == BUILTIN_NAME else optional_pack(name)
        draft = cls(content.decode(), Path(name))
        draft.read_only = True
        return draft

    @classmethod
    def open(cls, path: Path, version: str) -> Draft:
        """Open a pack, or create one; unfinished work beside it is preferred. Raises UnitPackError."""
        new = not path.exists()
        text = skeleton(path.stem, version) if new else written(path)
        draft = cls(text, path, "" if new else None)
        draft._basis = None if new else text
        work = left(path)
        if work is not None and work.text != text:
            draft.resumed = True
            if new or work.basis in (None, text):
                draft.write(work.text)
            else:
                draft._carry(work.basis or "", work.text)
        return draft

    def write(self, text: str) -> None:
        """Replace the whole text. Raises PlaceError when it may only be read."""
        if text != self.text:
            if self.read_only:
                raise PlaceError(sentence("unit-pack.of-program", file=UNIT_PACK))
            self.text = text
            self._read()
            self.changed.emit()

    def set(self, number: int, key: str, value: Content | None) -> None:
        """Change one field of a rule. Raises PlaceError."""
        if self.rules[number].get(key) != value:
            self.write(with_field(self.text, number, key, value))

    def add_rule(self) -> int:
        """Add a rule that passes and return its number. Raises PlaceError."""
        self.write(with_rule(self.text, new_rule({str(rule.get("编号")) for rule in self.rules})))
        return len(self.rules) - 1

    def remove_rule(self, number: int) -> None:
        """Remove a rule. Raises PlaceError."""
        self.write(without_rule(self.text, number))

    def keep(self) -> None:
        """Write unfinished work beside the pack. Raises UnitPackError."""
        keep(self.path, Unfinished(self.text, self._basis))

    def save(self) -> bool:
        """Write the pack itself; only for a text that passes. Return False when it was changed elsewhere since it was
        read: those changes are in the text now, which is to be looked at first. Raises UnitPackError.
        """
        there = written(self.path) if self.path.exists() else None
        if there not in (None, self._basis, self.text):
            basis, self._basis = self._basis or "", there
            self._carry(basis, self.text)
            self.keep()
            return False
        replace_unit_pack(self.path, self.text.encode())
        forget(self.path)
        self._basis = self.text
        self.carried = None
        return True

    def _carry(self, basis: str, text: str) -> None:
        """Make what was written in a text over ``basis`` in the file as it is."""
        self.carried = carried_over(basis, text, self._basis or "")
        self.write(self.carried.text)

    def _read(self) -> None:
        try:
            content = read_tree(self.text.encode()).content
        except TreeError:
            return
        if isinstance(content, dict):
            rules = content.get("规则")
            self.rules = [rule for rule in rules if isinstance(rule, dict)] if isinstance(rules, list) else []
            parts = (content.get(part) for part in ("词表", "模式", "结构"))
            self.definitions = tuple(f"@{name}" for part in parts if isinstance(part, dict) for name in part)
