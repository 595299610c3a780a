"""The coverage check: what we promise our users beside what our suppliers guarantee, application by application."""
