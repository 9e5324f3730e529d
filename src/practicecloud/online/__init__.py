"""The online copy: who is in charge of it, what is stored, how it stands."""
