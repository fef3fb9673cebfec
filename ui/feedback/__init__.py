"""Shows 误报反馈: what was reported, what was answered, and a statement that the user may hand over."""
