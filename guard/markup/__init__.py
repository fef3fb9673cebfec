"""Formats whose words are read by more than one room: RTF, tags of HTML and XML, numerals of lists."""
