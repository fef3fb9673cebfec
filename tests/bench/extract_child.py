"""Extracts the text of files with another program's library: the peer of `bench_files.py`. Prints seconds and failures.

    python tests/bench/extract_child.py markitdown|kreuzberg LIST
"""

from __future__ import annotations

import sys
import time
from pathlib import Path


def extractor(name: str):
    if name == "markitdown":
        from markitdown import MarkItDown

        return MarkItDown().convert
    from kreuzberg import extract_file_sync

    return extract_file_sync


def main() -> None:
    extract = extractor(sys.argv[1])
    paths = Path(sys.argv[2]).read_text("utf-8").splitlines()
    failed = 0
    started = time.perf_counter()
    for path in paths:
        try:
            extract(path)
        except Exception:  # noqa: BLE001 - whatever it raises is counted
            failed += 1
    print(time.perf_counter() - started, failed)


if __name__ == "__main__":
    main()
