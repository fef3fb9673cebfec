"""What people see. Talks to the guard only through ui/bridge.py."""
