"""Checks packs for what is allowed but unwise, and reports it to their authors."""
