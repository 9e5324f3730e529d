"""The app is what a person starts: shells around the engine, without decisions."""
