"""规则工坊: writes a rule pack as a form or as YAML, proves it as it is written, previews its impact and signs it."""
