"""首次使用: what is watched, what is never sent anywhere, try it."""

WELCOMED = "welcomed"
"""The file in the settings folder that says that 首次使用 was seen."""
