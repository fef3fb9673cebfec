"""Pieces of windows that know nothing of the guard: widgets, theme, icons, pages, help."""
