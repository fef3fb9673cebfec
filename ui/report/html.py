"""The report as one HTML file that needs nothing else, runs nothing but its own filter, and prints."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections import Counter
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from guard.inspect.finding import SEVERITY, Finding, marked
from guard.inspect.summary import folder_of, path_of
from guard.model import Outcome
from rules.model import Action
from ui.plain import one_line
from ui.report.report import CAUTION, STATES, Report, left_out_words, place_words

MOST_FILES = 2_000
"""Files that are listed; a browser filters so many at once. The workbook has them all."""

MOST_FOLDERS = 100
_LONGEST = 500
_HERE = files("ui.report")
_ACTIONS = {Action.BLOCK.value: "hold", Action.WARN.value: "ask"}


def html(report: Report) -> bytes:
    """Return the page. Everything from outside is escaped, and made visible where it could not be seen."""
    style, script = _style(), (_HERE / "report.js").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["plain"] = lambda words: one_line(str(words), _LONGEST)
    environment.filters["moment"] = lambda seconds: time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))
    template = environment.from_string((_HERE / "report.html.jinja").read_text("utf-8"))
    listed, unlisted = _listed(report)
    page = template.render(
        report=report, summary=report.summary, states=STATES, actions=_ACTIONS, caution=CAUTION,
        left_out=left_out_words(report.left_out), listed=listed, unlisted=unlisted, place=place_words, marks=marked,
        path_of=path_of, folder_of=folder_of, folders=_folders(report), most_folders=MOST_FOLDERS,
        rules=sorted(report.summary.rules.values(), key=lambda rule: -rule.files), blocks=Outcome.BLOCK,
        shown=(Outcome.BLOCK, Outcome.WARN, Outcome.UNREADABLE),
        style=Markup(style), script=Markup(script), policy=_policy(style, script))  # noqa: S704 - both are our own
    return page.encode("utf-8", "replace")


def _style() -> str:
    """Return the style sheet with the colours of the windows, light and dark."""
    tokens: dict[str, dict[str, str]] = json.loads((files("ui") / "style" / "tokens.json").read_text("utf-8"))
    light, dark = ("".join(f"--{name}:{colour};" for name, colour in tokens[mode].items())
                   for mode in ("light", "dark"))
    sheet = (_HERE / "report.css").read_text("utf-8")
    return f":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{sheet}"


def _policy(style: str, script: str) -> str:
    """Return a content policy that lets nothing but these two run, and nothing be fetched."""
    style_hash, script_hash = (base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
                               for part in (style, script))
    return f"default-src 'none'; style-src 'sha256-{style_hash}'; script-src 'sha256-{script_hash}'"


def _listed(report: Report) -> tuple[list[Finding], int]:
    """Return the files to list, the strictest first, and how many more there are."""
    of_outcome: dict[Outcome, list[Finding]] = {outcome: [] for outcome in reversed(SEVERITY)}
    for finding in report.findings():
        if finding.outcome is not Outcome.ALLOW and len(of_outcome[finding.outcome]) < MOST_FILES:
            of_outcome[finding.outcome].append(finding)
    listed = [finding for findings in of_outcome.values() for finding in findings][:MOST_FILES]
    return listed, report.summary.files - report.summary.outcomes[Outcome.ALLOW] - len(listed)


def _folders(report: Report) -> list[tuple[str, Counter[Outcome]]]:
    """Return the folders with something in them, those with most to do first."""
    def weight(one: tuple[str, Counter[Outcome]]) -> tuple[int, int]:
        return -one[1][Outcome.BLOCK], -one[1].total()

    return sorted(report.summary.folders.items(), key=weight)[:MOST_FOLDERS]
