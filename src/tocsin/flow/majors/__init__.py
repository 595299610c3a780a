"""Major incidents: declared and led by people, watched by time, reviewed; and the status pages."""
