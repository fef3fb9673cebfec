"""What the command line prints for people; JSON for programs goes to standard output as it is. No Qt."""
