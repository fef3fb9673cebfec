"""The user's own numbers (我的信息), which are let through."""
