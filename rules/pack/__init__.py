"""Reads, checks, proves, compares and changes the packs that people write."""
