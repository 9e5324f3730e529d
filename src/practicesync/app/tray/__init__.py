"""The icon beside the clock: it looks at the state folder, and carries clicks to it."""
