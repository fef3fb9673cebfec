"""Judges on request: a text, a file, a folder. Writes neither vault nor journal."""
