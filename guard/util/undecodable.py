"""What msgspec raises for bytes that are not what they should be."""

from __future__ import annotations

import msgspec

UNDECODABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""Text that is no UTF-8 is not among msgspec's own errors, nor is nesting that is too deep."""
