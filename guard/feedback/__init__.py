"""False alarms that were reported (误报反馈), and the answers to them."""
