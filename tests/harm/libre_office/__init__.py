"""Compares documents of LibreOffice that are copied, closed and pasted with a guard and without, side by side."""
