"""Evince: the text of a PDF. It shows one document per window, and ends with its last window."""

from __future__ import annotations

from tests.harm.programs.program import Program, named_in_title

EVINCE = Program(
    "Evince", "/usr/bin/evince", "evince", ("document", "marked document"),
    command=lambda _, file: ["/usr/bin/evince", str(file)],
    shows=named_in_title,
    leave=("ctrl+q",),
    impossible={"undo": "nothing can be pasted into a viewer",
                "second copy": "by keys it selects all of a document or nothing"},
)
