"""A private display and real brokers on it."""

from tests.support.broker_fixtures import (
    broker,
    chat,
    client,
    compositor,
    display,
    office,
    programs,
    start_broker,
    stranger,
)

__all__ = ["broker", "chat", "client", "compositor", "display", "office", "programs", "start_broker", "stranger"]
