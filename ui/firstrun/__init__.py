"""Shows 首次使用: what is watched, what is never sent anywhere, and a trial."""

WELCOMED = "welcomed"
"""The file in the settings folder that records that 首次使用 was shown."""
