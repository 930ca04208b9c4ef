"""A scenario per kind of message: the delivery, the bundle it must become, and a trace that is read first."""
