"""The icon in the panel, its menu, and the small window where no panel has room for icons."""
