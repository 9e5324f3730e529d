"""The tests of Practice Sync."""
