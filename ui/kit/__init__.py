"""Pieces of windows that do not depend on the guard: widgets, theme, icons, pages, help."""
