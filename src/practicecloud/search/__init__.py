"""Finding contacts: the index, and questions to it."""
