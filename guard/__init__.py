"""The guard's work: capture, read, judge, decide, hold or release, notify, record. No Qt."""
