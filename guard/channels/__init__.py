"""Ways towards a chat client that no paste goes: nothing can be held there, so the user is told."""
