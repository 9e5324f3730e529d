"""Unit tests: pure, and under two seconds altogether."""
