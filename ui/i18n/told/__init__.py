"""What guard and rules say for people, in the user's language (ADR 17): tables of their sentences, and one finder."""

from __future__ import annotations

from ui.i18n.told import answers, keeping, learnt, packs, reading, rule_names, supply

SENTENCES = (*answers.WORDS, *keeping.WORDS, *learnt.WORDS, *reading.WORDS, *supply.WORDS, *packs.WORDS,
             *rule_names.WORDS)
"""Every sentence that may arrive, Chinese as it is said, with ``{names}`` where values stand."""
