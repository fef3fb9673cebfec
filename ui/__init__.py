"""The windows and the command line. Talks to the guard only through ui/guard_client/bridge.py."""
