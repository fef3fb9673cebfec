"""Exact data match: finds values of one row of a unit's own table in a text, by keyed digests of pairs (ADR 52)."""
