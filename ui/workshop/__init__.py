"""规则工坊, the rule workshop: edits a pack, proves it meanwhile, previews its impact, signs it."""
