"""The native host of the browser's extension: carries what pages are to receive to the guard, and its answers back."""
