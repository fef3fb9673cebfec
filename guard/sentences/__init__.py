"""The sentences that guard/ says to people, in Chinese and English, and their form between processes."""
