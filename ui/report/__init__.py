"""Writes reports for the 保密办, HTML and xlsx: of a self-inspection, and of many computers. No Qt."""
