"""A SQL Server for tests: its wire, and a model of how it behaves."""
