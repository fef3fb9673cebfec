"""The table of forms in which a syslog message carries a record. A new one is one new file and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from guard.core.reporting import MessageForm
from guard.journal.sinks.forms import cef, ecs, leef, structured
from guard.journal.sinks.port import Reported

FORMS: Mapping[MessageForm, Callable[[Reported, int], str]] = {
    MessageForm.RFC5424: structured.body,
    MessageForm.CEF: cef.body,
    MessageForm.LEEF: leef.body,
    MessageForm.ECS: ecs.body,
}
"""Form in the setting → what follows the header of the message (structured data, then text), for a record and
the private enterprise number."""
