"""Shows 发前自查: paste or drop anything, and see what the guard would do with it."""
