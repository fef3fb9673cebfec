"""Gets rule packs and policy from their sources and verifies them before anything parses them."""
