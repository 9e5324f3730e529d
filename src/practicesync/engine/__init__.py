"""The engine holds the only loop: look, work, scan."""
