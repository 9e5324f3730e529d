"""Practice Cloud holds the online copy of a practice's contacts and answers for it over HTTPS."""

__version__ = "0.1.0"
