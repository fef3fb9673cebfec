"""Runs in the packed program before all else: modules are read from the program that runs, not from its path.

An upgrade puts another file there; what the running one loads later would be looked for at places of the old one.
"""

import os
import sys

from pyimod02_importers import pyz_archive

RUNNING = "/proc/self/exe"
"""Only Linux has this, and only there a program that runs can be replaced. On Windows it is a place on the current
drive, where everybody may put a file, and Wine has the one of Linux there."""

# A PyInstaller that names it otherwise must be noticed at the first start.
if sys.platform == "linux" and pyz_archive._filename and os.path.exists(RUNNING):  # noqa: PTH110 - pathlib is slow
    pyz_archive._filename = RUNNING
