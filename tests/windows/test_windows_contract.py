"""Tests what every broker must do with the Windows broker: the tests of tests/contract, with Windows programs."""

from __future__ import annotations

from tests.contract.test_broker_contract import (
    test_a_dropped_item_cannot_be_granted_and_a_grant_of_before_ends,
    test_a_grant_runs_out,
    test_a_granted_item_pastes,
    test_a_guard_that_dies_gives_held_content_to_nobody,
    test_a_newer_clean_copy_replaces_what_was_held,
    test_a_pause_judges_nothing_and_its_end_judges_what_is_there,
    test_a_placed_item_can_be_granted,
    test_chat_gets_the_notice_and_the_guard_the_original,
    test_clean_text_passes_and_pastes,
    test_it_says_what_it_is_and_what_it_judges_with,
    test_nonsense_from_the_guard_is_a_guard_that_is_gone,
    test_stop_ends_it_without_giving_held_content_away,
    test_the_same_words_copied_again_are_held_again,
    test_what_is_only_recorded_passes_with_its_rule,
    test_what_may_never_be_released_is_not_granted,
)

__all__ = [
    "test_a_dropped_item_cannot_be_granted_and_a_grant_of_before_ends",
    "test_a_grant_runs_out",
    "test_a_granted_item_pastes",
    "test_a_guard_that_dies_gives_held_content_to_nobody",
    "test_a_newer_clean_copy_replaces_what_was_held",
    "test_a_pause_judges_nothing_and_its_end_judges_what_is_there",
    "test_a_placed_item_can_be_granted",
    "test_chat_gets_the_notice_and_the_guard_the_original",
    "test_clean_text_passes_and_pastes",
    "test_it_says_what_it_is_and_what_it_judges_with",
    "test_nonsense_from_the_guard_is_a_guard_that_is_gone",
    "test_stop_ends_it_without_giving_held_content_away",
    "test_the_same_words_copied_again_are_held_again",
    "test_what_is_only_recorded_passes_with_its_rule",
    "test_what_may_never_be_released_is_not_granted",
]
