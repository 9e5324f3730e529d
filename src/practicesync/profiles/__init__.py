"""The database layouts that come with the program, one TOML file each."""
