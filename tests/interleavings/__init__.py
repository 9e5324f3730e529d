"""Whatever happens to a practice's SQL Server between two of our statements, nothing is lost."""
