"""The Windows broker: delayed rendering, with a new decision for every program that asks. Win32 by ctypes."""
