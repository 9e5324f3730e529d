"""The suites that need a real SQL Server; without one, nobody collects them.

PRACTICESYNC_LIVE_MSSQL='Driver={ODBC Driver 18 for SQL Server};Server=...;UID=...;PWD=...'

The login has to be allowed to create databases. Each test makes its own and drops it.
"""

LIVE = "PRACTICESYNC_LIVE_MSSQL"
