"""One item → one reading: what it is by its content decides who reads it."""

from __future__ import annotations

from collections.abc import Generator

from guard.model import Item, Kind, Reading, Reason, Unreadable
from guard.ports import OcrEngine
from guard.reading import documents, limits, pictures, text
from rules.text import Text


def views(item: Item, engine: OcrEngine | None, why_no_engine: str = "") -> Generator[Text, None, Reading]:
    """Read one item with the chosen engine, which only pictures need; return Unreadable for what it cannot read.

    Yields the text of a picture as it grows, each time with a trait PARTIAL.
    """
    if item.problem is not None:
        return item.problem
    if item.untrusted_text is not None:
        return Text(item.untrusted_text)
    untrusted_bytes = item.untrusted_bytes
    if not untrusted_bytes:
        return Unreadable(Reason.DAMAGED, "图片是空的。") if item.kind is Kind.PICTURE else Text("")
    if len(untrusted_bytes) > limits.ITEM_BYTES:
        return Unreadable(Reason.TOO_LARGE, f"超过 {limits.ITEM_BYTES // 2**20} MB，没有读取。请拆分后再试。")
    match text.sniff(untrusted_bytes):
        case Kind.TEXT if item.kind is not Kind.PICTURE:
            return text.decode(untrusted_bytes)
        case Kind.PICTURE:
            if engine is None:
                return Unreadable(Reason.ENGINE_MISSING, why_no_engine)
            return (yield from pictures.views(untrusted_bytes, engine))
    document = documents.sniff(untrusted_bytes) if item.kind is not Kind.PICTURE else None
    if document is not None:
        return (yield from documents.views(untrusted_bytes, document, engine, why_no_engine))
    return Unreadable(Reason.UNSUPPORTED, "不认识这种文件的格式，没有读取。请另存为 TXT、PNG 或 JPG 再检查。")
