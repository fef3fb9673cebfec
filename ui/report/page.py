"""Renders what every page has in common: one self-contained file that fetches nothing, in the colours of the windows.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ui.kit.display_text import one_line
from ui.report.report import moment

_LONGEST = 500
_HERE = files("ui.report")


def page(template: str, content: Mapping[str, object], script: str = "") -> bytes:
    """Return the page of a template in this package, with its script. Everything from outside is escaped, and made
    visible where it could not be seen."""
    style = _style()
    code = (_HERE / script).read_text("utf-8") if script else ""
    environment = Environment(loader=PackageLoader("ui", "report"), autoescape=True, undefined=StrictUndefined,
                              trim_blocks=True, lstrip_blocks=True)
    environment.filters["plain"] = lambda words: one_line(str(words), _LONGEST)
    environment.filters["moment"] = moment
    made = environment.get_template(template).render(
        style=Markup(style), script=Markup(code), policy=_policy(style, code), **content)  # noqa: S704 - our own
    return made.encode("utf-8", "replace")


def _style() -> str:
    """Return the style sheet with the colours of the windows, light and dark."""
    tokens: dict[str, dict[str, str]] = json.loads((files("ui") / "style" / "tokens.json").read_text("utf-8"))
    light, dark = ("".join(f"--{name}:{colour};" for name, colour in tokens[mode].items())
                   for mode in ("light", "dark"))
    sheet = (_HERE / "report.css").read_text("utf-8")
    return f":root{{{light}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{sheet}"


def _policy(style: str, script: str) -> str:
    """Return a content policy that allows only these two to run, and no fetching."""
    style_hash, script_hash = (base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
                               for part in (style, script))
    return f"default-src 'none'; style-src 'sha256-{style_hash}'; script-src 'sha256-{script_hash}'"
