"""The core decides: it has no clock, disk, network, thread or log."""
