"""A program that opens the files of a folder again and again, and prints what it was given: ``gate_opener.py FOLDER``.

One JSON line per open: the file's name, when the open began, the seconds until its content was there or refused
(clock: time.monotonic), and the content's SHA-256; null for a refused one. Ends when its input ends. Only the last
files by name are opened.
"""

import hashlib
import json
import select
import sys
import time
from contextlib import suppress
from pathlib import Path

LAST = 4

folder = Path(sys.argv[1])
while not select.select([0], [], [], 0.01)[0]:
    for path in sorted(folder.iterdir())[-LAST:]:
        began, digest = time.monotonic(), None
        with suppress(PermissionError):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        print(json.dumps([path.name, began, time.monotonic() - began, digest]), flush=True)
