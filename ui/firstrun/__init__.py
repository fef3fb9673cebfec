"""首次使用: what is watched, what is never sent anywhere, try it."""
