"""What SQL Server does, as far as the agent relies on it: the model has to do the same."""
