"""Renders what every page has in common: one self-contained file that fetches nothing, in the colours of the windows.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from rich.cells import cell_len

from ui.kit.display_text import one_line
from ui.report.report import moment

_LONGEST = 500
_HERE = files("ui.report")


def page(template: str, content: Mapping[str, object], script: str = "") -> bytes:
    """Return the page of a template in this package, with its script. Everything from outside is escaped, and made
    visible where it could not be seen."""
    style = style_sheet("report.css")
    code = (_HERE / script).read_text("utf-8") if script else ""
    return rendered(template, {**content, "style": Markup(style), "script": Markup(code),  # noqa: S704 - our own
                               "policy": _policy(style, code)})


def rendered(template: str, content: Mapping[str, object]) -> bytes:
    """Return a template of this package with this content, escaped as ``page`` does."""
    made = _environment().get_template(template).render(**content)
    return made.encode("utf-8", "replace")


@cache
def _environment() -> Environment:
    environment = Environment(loader=PackageLoader("ui", "report"), autoescape=True, undefined=StrictUndefined,
                              trim_blocks=True, lstrip_blocks=True)
    environment.filters["plain"] = lambda words: one_line(str(words), _LONGEST)
    environment.filters["moment"] = moment
    environment.filters["breadth"] = lambda cell: cell_len(str(getattr(cell, "words", cell)))
    return environment


def style_sheet(*names: str) -> str:
    """Return style sheets of this package with the colours of the windows, light and dark."""
    tokens: dict[str, dict[str, str]] = json.loads((files("ui") / "style" / "tokens.json").read_text("utf-8"))
    light, dark = ("".join(f"--{name}:{colour};" for name, colour in tokens[mode].items())
                   for mode in ("light", "dark"))
    sheets = "\n".join((_HERE / name).read_text("utf-8") for name in names)
    return f":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{sheets}"


def _policy(style: str, script: str) -> str:
    """Return a content policy that allows only these two to run, and no fetching."""
    style_hash, script_hash = (base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
                               for part in (style, script))
    return f"default-src 'none'; style-src 'sha256-{style_hash}'; script-src 'sha256-{script_hash}'"
