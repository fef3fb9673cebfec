"""Reported false alarms (误报反馈), and the answers to them."""
