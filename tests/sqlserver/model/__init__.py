"""How SQL Server behaves, as far as the agent can see: transactions, versions, tracking, rights."""
