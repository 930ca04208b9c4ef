"""iJw 3.2 (Jeugdwet): one file per message kind, holding only what differs from iWmo."""
