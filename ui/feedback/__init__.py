"""误报反馈: what was given, what was answered, and a statement that its user may hand over."""
