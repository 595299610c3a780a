"""Coverage: whether what we promise our users can be kept with what our suppliers promise us. Before anything fails."""
