"""Unit tests of what reads SQL Server."""
