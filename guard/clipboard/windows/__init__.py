"""The Windows broker: delayed rendering, decided anew for every program that asks. Win32 by ctypes."""
