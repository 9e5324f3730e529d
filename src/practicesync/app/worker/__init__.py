"""The worker: what it shows, what it is asked, and what it does about it."""
