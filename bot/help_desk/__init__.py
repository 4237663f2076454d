"""Cases that go to a help desk which is there already, and come back: a signed webhook out, an interface with a token in."""
