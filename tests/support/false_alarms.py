"""Makes a text with an apparent mark that is not secret, a false alarm, and its exemption."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from rules.judge.exempted import content_mark, exempted_entry
from rules.pack.known_writing import entries_as_yaml

NOVEL = ("【机密】青松镇读书会第三期推荐书目\n"
         "本期共读一本旧谍战小说，书名就带方括号，请大家周五晚上七点到图书馆二楼交流。")
"""A reading list whose book has a mark in its name."""


def exempting_pack(folder: Path, text: str = NOVEL, days: int = 30) -> Path:
    """Write a pack that exempts a text for this many days from today, and return its path."""
    until = datetime.now().astimezone().date() + timedelta(days)
    entry = exempted_entry("推荐书目", "书名，已向宣传部核实", "赵敏", until, content_mark(text))
    path = folder / "误报.yaml"
    path.write_text(f"规则包: 误报\n版本: '1'\n误报豁免:\n{entries_as_yaml([entry])}", "utf-8")
    return path
