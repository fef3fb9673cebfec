"""Writes the report as one self-contained HTML file that runs only its own filter and can be printed."""

from __future__ import annotations

from collections import Counter

from guard.core.model import Outcome
from guard.inspect.finding import marked
from guard.inspect.own_report import MARK
from guard.inspect.summary import folder_of, path_of
from rules.model import Action
from ui.report.page import page
from ui.report.report import CAUTION, STATES, Report, place_words, remarks
from ui.report.to_sign import COLUMNS as TO_SIGN
from ui.report.to_sign import PEOPLE, TITLE, gravest, rows

MOST_FILES = 2_000
"""Most files on the page, which a browser can still filter at once. The workbook has them all."""

MOST_FOLDERS = 100
_ACTIONS = {Action.BLOCK.value: "hold", Action.WARN.value: "ask"}


def html(report: Report) -> bytes:
    """Return the page."""
    listed = gravest(report, MOST_FILES)
    unlisted = report.summary.files - report.summary.outcomes[Outcome.ALLOW] - len(listed)
    return page("report.html.jinja", {
        "report": report, "summary": report.summary, "states": STATES, "actions": _ACTIONS, "caution": CAUTION,
        "remarks": remarks(report), "listed": listed, "unlisted": unlisted,
        "place": place_words, "marks": marked, "path_of": path_of, "folder_of": folder_of, "folders": _folders(report),
        "most_folders": MOST_FOLDERS, "blocks": Outcome.BLOCK,
        "rules": report.summary.by_weight(),
        "to_sign": rows(report, MOST_FILES), "to_sign_title": TITLE, "to_sign_columns": TO_SIGN, "people": PEOPLE,
        "mark": MARK, "shown": (Outcome.BLOCK, Outcome.WARN, Outcome.UNREADABLE)}, "report.js")


def _folders(report: Report) -> list[tuple[str, Counter[Outcome]]]:
    """Return the folders with findings, those with most to do first."""
    def weight(one: tuple[str, Counter[Outcome]]) -> tuple[int, int]:
        return -one[1][Outcome.BLOCK], -one[1].total()

    return sorted(report.summary.folders.items(), key=weight)[:MOST_FOLDERS]
