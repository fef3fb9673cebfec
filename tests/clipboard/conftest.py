"""Real brokers on private displays."""

from tests.support.broker_fixtures import chat, compositor, display, office, programs, start_broker, stranger

__all__ = ["chat", "compositor", "display", "office", "programs", "start_broker", "stranger"]
