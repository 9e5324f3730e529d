"""Windows: what a person sees and clicks, without decisions of its own."""
