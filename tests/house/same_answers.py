"""Compares byte for byte what two commits answer to the writers' texts, except times.

usage: make same-answers BEFORE=…

Each commit is checked out on the side and run with the libraries of this one.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.program import ROOT
from tests.support.writers import texts_of, writers

_TIME = re.compile(rb'"elapsed_ms": [0-9.]+')


@contextmanager
def checked_out(commit: str) -> Iterator[Path]:
    """Yield a folder with the files of a commit."""
    with tempfile.TemporaryDirectory() as name:
        archive = subprocess.run(["git", "archive", commit, "guard", "ui", "rules", "main.py", "pyproject.toml"],
                                 cwd=ROOT, stdout=subprocess.PIPE, check=True)
        subprocess.run(["tar", "-x", "-C", name], input=archive.stdout, check=True)
        yield Path(name)


def answers(folder: Path, lines: bytes) -> list[bytes]:
    """Return what ``mishao check --jsonl`` of that folder answers, one line per text."""
    home = folder / "home"
    home.mkdir()
    done = subprocess.run([sys.executable, str(folder / "main.py"), "check", "--jsonl", "--home", str(home)],
                          input=lines, stdout=subprocess.PIPE, env=os.environ | {"LANG": "zh_CN.UTF-8"})
    return [_TIME.sub(b"", line) for line in done.stdout.splitlines()]


def main() -> int:
    """Compare and print; 1 where any answer differs."""
    before, after = sys.argv[1:3]
    texts = [json.dumps({"id": one.id, "text": one.text}, ensure_ascii=False)
             for writer in writers() for one in texts_of(writer)]
    lines = "\n".join(texts).encode() + b"\n"
    with checked_out(before) as old, checked_out(after) as new:
        first, second = answers(old, lines), answers(new, lines)
    differing = sum(one != other for one, other in zip(first, second, strict=False))
    print(f"{len(texts)} texts, {len(first)} and {len(second)} answers of {before} and {after}, {differing} differ")
    return int(differing > 0 or len(first) != len(second) or len(first) != len(texts))


if __name__ == "__main__":
    sys.exit(main())
