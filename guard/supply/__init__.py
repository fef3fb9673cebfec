"""Where rule packs and policy come from, checked before anything parses them."""
