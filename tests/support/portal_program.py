"""The desktop portal as far as its callers see it: ``portal_program``, on the session bus, with GLib as the real one.

Answers SelectSources and Start of ScreenCast, and Start of RemoteDesktop; ``Close`` of a session ends it; on SIGUSR1
it closes all of them itself, as when somebody presses "stop sharing" in the panel.
"""

import signal

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

DBusGMainLoop(set_as_default=True)
BUS = dbus.SessionBus()


class Session(dbus.service.Object):
    """A session object, at the path that the caller's token determines."""

    @dbus.service.method("org.freedesktop.portal.Session")
    def Close(self):  # noqa: N802 (the portal's name)
        self.remove_from_connection()

    @dbus.service.signal("org.freedesktop.portal.Session", signature="a{sv}")
    def Closed(self, details):  # noqa: N802 (the portal's name)
        """Told when the portal ends it."""


class RemoteDesktop(dbus.service.Object):
    """What starts a session in which others control the computer."""

    @dbus.service.method("org.freedesktop.portal.RemoteDesktop", "osa{sv}", "o")
    def Start(self, session, parent, options):  # noqa: N802 (the portal's name)
        return session


class Portal(RemoteDesktop):
    """The portal's object, with what the tests call."""

    def __init__(self):
        super().__init__(dbus.service.BusName("org.freedesktop.portal.Desktop", BUS), "/org/freedesktop/portal/desktop")
        self.sessions = []

    @dbus.service.method("org.freedesktop.portal.ScreenCast", "a{sv}", "o", sender_keyword="sender")
    def CreateSession(self, options, sender):  # noqa: N802 (the portal's name)
        name = sender[1:].replace(".", "_")
        path = f"/org/freedesktop/portal/desktop/session/{name}/{options['session_handle_token']}"
        self.sessions.append(Session(BUS, path))
        return path

    @dbus.service.method("org.freedesktop.portal.ScreenCast", "oa{sv}", "o")
    def SelectSources(self, session, options):  # noqa: N802 (the portal's name)
        return session

    @dbus.service.method("org.freedesktop.portal.ScreenCast", "osa{sv}", "o")
    def Start(self, session, parent, options):  # noqa: N802 (the portal's name)
        return session

    def close_all(self):
        for session in self.sessions:
            session.Closed({})
        return True


portal = Portal()
GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGUSR1, portal.close_all)
print("ready", flush=True)
GLib.MainLoop().run()
