"""The exceptions that msgspec raises for invalid bytes."""

from __future__ import annotations

import msgspec

UNDECODABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""Text that is not UTF-8 is not among msgspec's own errors, nor is nesting that is too deep."""
