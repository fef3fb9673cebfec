"""The office's console (mishao console): pages on this computer alone, for one person in one role at a time."""
