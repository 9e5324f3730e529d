"""What every answer has and every request goes through."""
