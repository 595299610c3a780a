"""Sites: what people and time ask of the authorisations, interventions and recovery plans at suppliers."""
