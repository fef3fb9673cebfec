"""Shows 被拦截内容: every held item, its content with the words marked, and release or destruction."""
