"""Small breaks of the program, each with the test that has to see it."""
