"""Finds what no pattern can express. One file per feature; these tables list them all."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rules.features.chat import Chat
from rules.features.contacts import Contacts
from rules.features.credentials import Credentials
from rules.features.identity import Identity
from rules.features.marking import Marking
from rules.features.mentions import Mentions
from rules.features.model import Feature
from rules.features.persons import Persons
from rules.features.red_head import RedHead
from rules.features.retired import Wording
from rules.features.rosters import Rosters
from rules.features.traits import Traits

FEATURES: Mapping[str, Feature] = MappingProxyType({
    Chat.name: Chat(),
    Contacts.name: Contacts(),
    Credentials.name: Credentials(),
    Identity.name: Identity(),
    Marking.name: Marking(),
    Mentions.name: Mentions(),
    Persons.name: Persons(),
    RedHead.name: RedHead(),
    Rosters.name: Rosters(),
    Traits.name: Traits(),
    Wording.name: Wording(),
})
"""Names that a pack may write after 检测器."""

RETIRED = frozenset({Wording.name})
"""Those that only an earlier pack has: they find nothing, and lint says so."""
