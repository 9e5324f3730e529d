"""The practice database in Microsoft SQL Server, read through ODBC."""
