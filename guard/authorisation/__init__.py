"""Authorisation codes: the 保密办 releases one held item once, without a network (ADR 49)."""
