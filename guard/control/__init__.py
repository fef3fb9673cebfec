"""What windows and the command line may ask the guard, and the socket they ask at."""
