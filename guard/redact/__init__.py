"""What may be sent instead of what was stopped: always judged again before anyone sees it."""
