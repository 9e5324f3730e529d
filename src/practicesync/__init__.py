"""Practice Sync keeps an online copy of a practice's contacts true to its own database."""

__version__ = "0.1.0"
