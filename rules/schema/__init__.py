"""The one validator of files that people write: shapes of values, records of fields, and how each mistake is told."""
