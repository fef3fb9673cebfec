"""What people see. Talks to the guard only through ui/guard_client/bridge.py."""
