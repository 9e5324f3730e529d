"""What each command does and says, on the side of whoever typed it."""
