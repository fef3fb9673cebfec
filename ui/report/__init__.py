"""Reports of a self-inspection for the 保密办: HTML and xlsx. No Qt."""
