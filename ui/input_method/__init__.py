"""Chinese input from fcitx 4 and 5 in the windows here; Qt's wheels contain a plugin for IBus alone."""
