"""Shows the mark on the screen: calm words over a window or the whole screen, through which one clicks."""
