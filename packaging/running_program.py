"""Runs in the packed program before all else: modules are read from the program that runs, not from its path.

An upgrade puts another file there; what the running one loads later would be looked for at places of the old one.
"""

import os

from pyimod02_importers import pyz_archive

RUNNING = "/proc/self/exe"
"""Only Linux has this, and only there a program that runs can be replaced."""

# A PyInstaller that names it otherwise must be noticed at the first start.
if pyz_archive._filename and os.path.exists(RUNNING):  # noqa: PTH110 - pathlib would delay each start
    pyz_archive._filename = RUNNING
