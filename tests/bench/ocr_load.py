"""Runs a reader that recognises one full page after another until it is ended: the load beside a copy.

    ocr_load.py    prints "ready" once the first page has been read
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from guard.core.model import Item, Kind
from guard.reading.client import ReaderClient
from tests.support.pictures import encode, render_document
from tests.support.program import READER

LINES = "\n".join(f"{number} 各县（区）人民政府，市政府各部门要高度重视。" for number in range(1, 27))

page = Item("page", Kind.PICTURE, encode(render_document(LINES, width=1920, size=20).crop((0, 0, 1920, 1080))))
client = ReaderClient(READER)
client.read(page)
print("ready", flush=True)
while True:
    client.read(page)
