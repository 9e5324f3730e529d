"""Each adapter speaks to one foreign system, and translates its errors."""
