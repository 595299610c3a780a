"""What connectors share: how they hand messages over, mail identity, waiting before a new attempt."""
