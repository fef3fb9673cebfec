"""Windows that are one file each."""
