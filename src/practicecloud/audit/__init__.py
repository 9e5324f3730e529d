"""Who has done what."""
