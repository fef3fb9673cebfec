"""Reads the files that people write for the guard: the signed policy and the user's settings."""
