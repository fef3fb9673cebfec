"""Makes masked copies of what was stopped: always judged again before anyone sees them."""
