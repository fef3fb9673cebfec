"""Turns untrusted bytes into text. Runs in the reader process only."""
