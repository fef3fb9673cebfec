"""Writes what a package brings about its command line: manual pages, and completions for bash, zsh and fish.

    python packaging/command_line.py TREE      SOURCE_DATE_EPOCH is the day of the pages

All of it is made from the definition in ui/console, so that it cannot say anything else.
"""

from __future__ import annotations

import gzip
import os
import sys
import time
from pathlib import Path

from command_tree import tree
from complete_bash import bash
from complete_fish import fish
from complete_zsh import zsh
from manual import manual

from guard.util.version import VERSION


def files(day: str) -> dict[str, bytes]:
    """Return every file by its place below the root. zsh of other distributions than Debian has another folder."""
    chinese, english = tree(english=False), tree(english=True)
    written = {"bash-completion/completions/mishao": bash(chinese),
               "fish/vendor_completions.d/mishao.fish": fish(chinese, english),
               "zsh/vendor-completions/_mishao": zsh(chinese, english)}
    pages = {"man/man1/mishao.1.gz": manual(english, True, VERSION, day),
             "man/zh_CN/man1/mishao.1.gz": manual(chinese, False, VERSION, day)}
    return {**{f"usr/share/{name}": text.encode() for name, text in written.items()},
            **{f"usr/share/{name}": gzip.compress(text.encode(), mtime=0) for name, text in pages.items()}}


def main(folder: Path) -> None:
    """Write the files below a folder, readable for everybody."""
    day = time.strftime("%Y-%m-%d", time.gmtime(int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))))
    for name, content in files(day).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o644)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
