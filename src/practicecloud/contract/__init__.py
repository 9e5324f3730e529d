"""The API of the contract, and the page of it that is made from the program."""
