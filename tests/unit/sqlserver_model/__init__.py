"""The model of SQL Server: what a test can do with it that it could not do with a real one."""
