"""One office with real keys per test."""

from tests.support.publishing_fixtures import cheap_sealing, office

__all__ = ["cheap_sealing", "office"]
