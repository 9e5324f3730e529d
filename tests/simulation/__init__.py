"""One seed decides everything: the real core, engine and journal in a world that goes wrong."""
