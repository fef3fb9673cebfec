"""OpenDocument: packages, single files, text, sheets and slides."""
