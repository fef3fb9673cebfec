"""Packs that people write: read, checked, proved by their examples, compared, changed."""
