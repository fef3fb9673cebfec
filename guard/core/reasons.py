"""How long a reason, or the name of an approver, is that a user types: the windows and the guard ask for the same."""

from __future__ import annotations

SHORTEST_REASON = 2
"""Characters that one must have at least."""

LONGEST_REASON = 200
"""Characters of one that are kept; it goes into the journal."""
