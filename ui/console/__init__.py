"""Prints the command line's output for people; JSON for programs goes to standard output unchanged. No Qt."""
