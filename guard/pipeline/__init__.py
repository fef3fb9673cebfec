"""The one path: read, judge, decide, hold or release, notify, record."""
