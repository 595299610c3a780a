"""Recovery: who may ask a supplier to bring a lost site back, and when that was tested last."""
