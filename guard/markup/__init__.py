"""Formats that more than one room reads: RTF, tags of HTML and XML, numerals of lists."""
