"""Defines what a clipboard returns, target by target."""

from __future__ import annotations

from guard.core.model import Target

PICTURE = bytes(range(256)) * 4


def targets(**given: bytes) -> dict[str, Target | None]:
    names = {"utf8": "UTF8_STRING", "html": "text/html", "uris": "text/uri-list",
             "gnome": "x-special/gnome-copied-files", "png": "image/png", "string": "STRING",
             "kde": "application/x-kde4-urilist", "portal": "application/vnd.portal.filetransfer"}
    return {names[key]: Target(names[key], names[key], 8, value) for key, value in given.items()}
