"""One office with real keys per test."""

from tests.support.publishing_fixtures import cheap_keys, office

__all__ = ["cheap_keys", "office"]
