"""规则工坊, the rule workshop: edits a pack as a form or as YAML, proves it meanwhile, previews its impact and signs
it."""
