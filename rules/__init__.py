"""Judges text: text in, verdict out. Pure: no I/O, no clock but the deadline, no Qt."""
