"""What the assistant understands: Rasa components, and the plain modules that they are made of.

``crisis``, ``language``, ``masking``, ``normalise``, ``tokens`` and ``entities`` need neither Rasa nor spaCy, so the gateway and
the unit tests can use them without paying for those imports. Nothing is imported here for the same reason.
"""
