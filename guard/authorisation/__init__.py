"""Authorisation codes: one held item, let go once by the 保密办, with no network (ADR 15)."""
