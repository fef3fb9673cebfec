"""The X11 wire protocol: connection, authority, requests, events. No policy."""
