"""The declared interventions: when, on what, and which alerts they explain."""
