"""Copied files: their items, their marks, and the paths that they come from."""
