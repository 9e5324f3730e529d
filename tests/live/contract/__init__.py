"""What every source and every way of finding changes promises, on a real server."""
