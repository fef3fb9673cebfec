"""The X11 broker: XFixes reports a copy, X-Resource tells who asks (ICCCM chapter 2)."""
