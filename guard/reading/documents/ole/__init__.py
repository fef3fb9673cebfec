"""Compound files and the binary formats inside them: doc, xls, ppt ([MS-CFB], [MS-DOC], [MS-XLS], [MS-PPT])."""
