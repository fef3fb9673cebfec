"""Egress channels: ways to a chat client without a paste. Nothing can be held there, so the user is told."""
