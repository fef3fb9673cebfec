"""The requests that windows and the command line may send to the guard, and the socket that carries them."""
