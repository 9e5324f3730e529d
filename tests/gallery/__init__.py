"""The gallery of everything that people see, made of pictures of the real windows."""
