"""Shows short notices beside the tray: toasts and strips."""
