"""The Windows broker's event loop: window messages, the guard's commands, and timers."""

from __future__ import annotations

from guard.clipboard.broker_state import BrokerState
from guard.clipboard.commands import BrokerCommands
from guard.clipboard.port import Arms, Duty
from guard.clipboard.windows.clipboard import Clipboard
from guard.clipboard.windows.serving import Serving
from guard.clipboard.windows.watching import Watching
from guard.clipboard.windows.window import Bell, Window


class WindowsBroker:
    """Serves by destination on Windows (guard.clipboard.port.Broker)."""

    name = "windows"

    def __init__(self) -> None:
        """Create the window that is notified of changes. Raises BrokerError."""
        self._window = Window()
        self._clipboard = Clipboard(self._window.handle)

    def capabilities(self) -> tuple[str, ...]:
        """Return what works here (guard.clipboard.port.Broker.capabilities)."""
        return (self.name, "by-destination", "hold", "requestor-identity")

    def guard(self, duty: Duty, arms: Arms) -> None:
        """Guard the clipboard (guard.clipboard.port.Broker.guard)."""
        state = BrokerState(duty, arms)
        del arms  # otherwise the first rules would stay in memory for as long as this runs
        self._bell = Bell(duty.mailbox.fileno())
        watching = Watching(self._clipboard, state, Serving(self._clipboard, state, self._wait_for_mail))
        self._commands = BrokerCommands(duty, state, self.capabilities, watching)
        self._window.serve(watching.changed, watching.asked)
        state.armed(self.capabilities())
        watching.look()
        while not self._commands.finished(owns=watching.owns):
            self._window.dispatch()
            self._commands.take_mail()
            timeout = state.run_due()
            if not self._commands.finished(owns=watching.owns):
                self._bell.wait(self._commands.until_leaving(timeout))
        watching.release()
        self._window.close()
        self._bell.close()

    def _wait_for_mail(self, seconds: float) -> None:
        """Handle the guard's commands while a program waits for its answer."""
        self._bell.wait_for_mail(seconds)
        self._commands.take_mail()
