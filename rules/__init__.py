"""What is forbidden. Pure: text in, verdict out; no I/O, no clock but the deadline, no Qt."""
