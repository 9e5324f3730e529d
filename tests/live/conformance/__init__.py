"""What Microsoft says that a SQL Server does, held against a real one."""
