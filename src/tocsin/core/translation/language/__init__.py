"""The format language: YAML data compiled once into tests, extractors, words and times. Docs: docs/formats."""
