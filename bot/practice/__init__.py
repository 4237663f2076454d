"""Practice for the people who work here: difficult situations, answered freely, with feedback from the guard and from rules."""
