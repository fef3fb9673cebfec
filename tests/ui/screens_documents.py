"""Draws the windows about a held document: with its masked copy, and with the reason why there is none."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from guard.control.masked_copies import MaskedCopy
from guard.core.model import Case, Origin
from guard.sentences.catalogue import sentence
from tests.support.built_in import built_in
from tests.support.document_samples import copy_of, document, several
from ui.i18n.dates import clock
from ui.items.labels import not_sent
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.review.stage import View
from ui.warning.one_case import CasePanel
from ui.warning.window import WarningWindow


def drawings(theme: Theme, review: Callable[..., QWidget]) -> dict[str, Callable[[], QWidget]]:
    """Return the windows by name; ``review`` returns 被拦截内容 at an item."""
    return {
        "warning-document": lambda: _warning(theme, document(built_in().judge)),
        "warning-document-opened": lambda: _warning(theme, document(built_in().judge, origin=Origin.OPENED)),
        "warning-document-no-copy": lambda: _warning(theme, document(built_in().judge), given=False),
        "warning-documents": lambda: _warning(theme, several(built_in().judge)),
        "review-documents-masked": lambda: review(theme, [several(built_in().judge)], "document", view=View.MASKED),
        "review-document": lambda: review(theme, [document(built_in().judge)], "document"),
        "review-document-masked": lambda: review(theme, [document(built_in().judge)], "document", view=View.MASKED),
    }


def _warning(theme: Theme, case: Case, *, given: bool = True) -> WarningWindow:
    window = WarningWindow(theme, clock(case.opened_at), None)
    panel = CasePanel(theme, case, "")
    window.show_panel(panel, not_sent(case), 0)
    window.show()
    copy = copy_of(case)
    if given:
        assert isinstance(copy, MaskedCopy)
        panel.show_copy(copy)
    else:
        panel.no_copy(told(sentence("mask.left")))
    return window
