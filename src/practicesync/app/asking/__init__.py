"""What the command line and the windows share: asking the worker, and what it answers."""
