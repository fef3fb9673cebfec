"""Shows 本月统计: for the user alone."""
