"""Pages of the registrar at the desk: identify, sign with or for somebody, keys, paper, and doubtful authority."""
