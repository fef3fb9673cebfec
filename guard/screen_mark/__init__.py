"""The mark on the screen: when it is shown, and the field of dots by which a photograph tells where it was taken."""
