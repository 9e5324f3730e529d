"""Real things in small: servers at the wire and ports in memory."""
