"""The icon in the panel, its menu, and the small window for panels without icons."""
