"""A server that speaks TDS, SQL Server's protocol, to the real drivers, and fails as it is told.

The specification is MS-TDS; sections are named where they are followed:
https://learn.microsoft.com/openspecs/windows_protocols/ms-tds/
"""
