"""What appears for a moment beside the tray: toasts and banners."""
