"""iWmo 3.2 (Wmo 2015): one file per message kind, holding only what differs from iJw."""
