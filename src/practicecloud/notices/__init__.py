"""Telling administrators of trouble, by mail and webhook."""
