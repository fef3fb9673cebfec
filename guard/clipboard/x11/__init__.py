"""The X11 broker: XFixes tells of a copy, X-Resource of who asks (ICCCM chapter 2)."""
