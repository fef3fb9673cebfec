"""Makes plain what the parser of the command line says about arguments that it refuses."""

from __future__ import annotations

from typing import Any

import typer.core

from ui.terminal import plain


class PlainGroup(typer.core.TyperGroup):
    """The commands of the program. Arguments can be names of files, which a shell writes for a pattern."""

    def make_context(self, *given: Any, **extra: Any) -> Any:
        """Parse the options before the first command."""
        return _plainly(super().make_context, *given, **extra)

    def invoke(self, *given: Any, **extra: Any) -> Any:
        """Parse and carry out a command."""
        return _plainly(super().invoke, *given, **extra)


def _plainly(do: Any, *given: Any, **extra: Any) -> Any:
    try:
        return do(*given, **extra)
    except Exception as error:
        message = getattr(error, "message", None)  # the parser's errors have no public class in common
        if isinstance(message, str):
            error.message = plain(message)  # type: ignore[attr-defined]
        raise
