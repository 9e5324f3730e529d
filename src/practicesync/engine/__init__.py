"""The only loop: a job's cycle, the runner that gives it turns, and the supervisor that watches."""
