"""Statement: a supplier's monthly list of incidents, line by line beside ours. Pure; knows no file and no row."""
