"""Finding a name on lists that write it otherwise: other script, other spelling, other order, other legal form."""
