"""Defines what is copied: a table of contents, each a file that a program opens.

The marked ones are held from chat clients.
"""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from PIL import Image

from tests.support.chromium import CHROMIUM
from tests.support.pictures import encode, render_document

CLEAN = "食堂本周菜单：周一红烧茄子，周二清蒸鱼，周三西红柿炒鸡蛋。"
MARKED = "机密★5年\n关于某项工作的请示"
SUBJECT = "本周安排"
LINE, MARKED_LINE = "食堂本周菜单", MARKED.replace("\n", " ")
"""Typed, character by character."""


@dataclass(frozen=True, slots=True)
class Content:
    """One content: whether it is held, and its file in a folder."""

    marked: bool
    make: Callable[[Path], Path]


def editable_page(file: Path) -> Path:
    """Return the editable page beside this one, into which one can paste. Its address is the same on every side."""
    return file.with_name("target.html")


_EDITABLE = """<!DOCTYPE html><meta charset="utf-8"><title>0 0 0</title>
<body contenteditable style="min-height: 80vh; caret-color: transparent"><p>另一份</p><script>
const body = document.body, first = body.innerText.length;
const say = () => document.title = [body.innerText.length - first, body.querySelectorAll("img").length,
                                    body.querySelectorAll("table").length].join(" ");
new MutationObserver(say).observe(body, {childList: true, subtree: true, characterData: true});
addEventListener("focus", () => body.focus()); body.focus();
</script></body>"""
"""Its title shows how much was pasted: characters, pictures, tables."""


def _written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _picture(*, alpha: bool) -> Image.Image:
    picture = Image.effect_noise((200, 150), 40).convert("RGBA" if alpha else "RGB")
    if alpha:
        picture.putalpha(Image.linear_gradient("L").resize(picture.size))
    return picture


def _page(folder: Path, words: str) -> Path:
    _written(folder / "target.html", _EDITABLE)
    shown = base64.b64encode(encode(_picture(alpha=False))).decode()
    rows = "".join(f"<tr><td>周{day}</td><td>{number}</td></tr>" for number, day in enumerate("一二三四五", 1))
    return _written(folder / "source.html", f"""<!DOCTYPE html><meta charset="utf-8"><title>source</title>
<p>{words}</p><p><b>各科室</b>：</p><table border="1">{rows}</table><img src="data:image/png;base64,{shown}">""")


def _printed(folder: Path, words: str) -> Path:
    assert CHROMIUM is not None
    page = _written(folder / "printed.html", f'<!DOCTYPE html><meta charset="utf-8"><pre>{words}</pre>')
    target = folder / "source.pdf"
    subprocess.run([CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                    f"--user-data-dir={folder / 'printer'}", f"--print-to-pdf={target}", page.as_uri()],
                   check=True, capture_output=True, timeout=60)
    return target


def _drawing(folder: Path, words: str) -> Path:
    lines = "".join(f'<text x="20" y="{60 + 40 * number}" font-size="28">{line}</text>'
                    for number, line in enumerate(words.split("\n")))
    return _written(folder / "source.svg", f"""<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300">
<rect x="10" y="150" width="120" height="80" fill="#3465a4"/><circle cx="250" cy="200" r="40" fill="#cc0000"
fill-opacity="0.5"/>{lines}</svg>""")


def _mail(folder: Path, words: str) -> Path:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = "wang@example.invalid", "li@example.invalid", SUBJECT
    mail["Date"] = "Mon, 02 Nov 2026 09:00:00 +0800"
    mail.set_content(words)
    return _written(folder / "source.eml", bytes(mail))


CONTENTS: dict[str, Content] = {
    "picture": Content(False, lambda folder: _written(folder / "source.png", encode(_picture(alpha=False)))),
    "picture with alpha": Content(False, lambda folder: _written(folder / "source.png", encode(_picture(alpha=True)))),
    "marked picture": Content(True, lambda folder: _written(folder / "source.png", encode(render_document(MARKED)))),
    "drawing": Content(False, lambda folder: _drawing(folder, "菜单")),
    "marked drawing": Content(True, lambda folder: _drawing(folder, MARKED)),
    "document": Content(False, lambda folder: _printed(folder, CLEAN)),
    "marked document": Content(True, lambda folder: _printed(folder, MARKED)),
    "mail": Content(False, lambda folder: _mail(folder, CLEAN)),
    "marked mail": Content(True, lambda folder: _mail(folder, MARKED)),
    "page": Content(False, lambda folder: _page(folder, CLEAN)),
    "marked page": Content(True, lambda folder: _page(folder, MARKED)),
    "line": Content(False, lambda folder: _written(folder / "line.txt", LINE)),
    "marked line": Content(True, lambda folder: _written(folder / "line.txt", MARKED_LINE)),
}
