"""Shows 设置: what the user may add, and what the unit has decided."""
