"""Runs `mishao demo`: the whole story with real programs on a private display."""
