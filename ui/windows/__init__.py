"""Windows of one file each."""
