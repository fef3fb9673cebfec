"""The pipeline: read, judge, decide, hold or release, notify, record."""
