"""Screenshot folders: new pictures become captures, held files are stored and restored."""

from guard.folders.errors import FolderError
from guard.folders.holding import finish_hold, hold_file, restore_file
from guard.folders.in_place import destroy_in_place, hold_in_place, release_in_place
from guard.folders.picture_source import PictureSource
from guard.folders.placeholder import placeholder_for, remove_placeholder
from guard.folders.source import FolderSource

__all__ = ["FolderError", "FolderSource", "PictureSource", "destroy_in_place", "finish_hold", "hold_file",
           "hold_in_place", "placeholder_for", "release_in_place", "remove_placeholder", "restore_file"]
