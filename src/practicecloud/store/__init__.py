"""The database: its tables, their versions, its transactions."""
