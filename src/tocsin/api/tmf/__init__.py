"""TMF621 and TMF642 as suppliers call them: addresses, media types, answers. Decides nothing about tickets and alarms."""
