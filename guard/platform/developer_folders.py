"""Names the folders that tools of developers fill: watching them costs much and finds nothing that anybody sends."""

DEVELOPER_FOLDERS = frozenset({"node_modules", "__pycache__", "site-packages", "venv", "CVS"})
"""Names of such folders, whole, wherever they are."""
