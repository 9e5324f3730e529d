"""The demo runs a whole practice on one computer, from a database it makes up."""
