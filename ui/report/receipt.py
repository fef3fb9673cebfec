"""Writes a 尽责凭证 as a page to read and print; the signed receipt is in it unchanged."""

from __future__ import annotations

from markupsafe import Markup

from guard.daemon.receipts import WORDS, verify
from ui.report.page import page


def receipt_page(signed: bytes) -> bytes:
    """Return the page of a signed receipt. Raises ReceiptError for what is none."""
    receipt = verify(signed)
    inside = signed.decode().replace("<", "\\u003c")  # the same JSON, in which nothing can end the element
    return page("receipt.html.jinja", {"receipt": receipt, "result": WORDS[receipt.outcome],
                                       "signed": Markup(inside)})  # noqa: S704 - has no "<"
