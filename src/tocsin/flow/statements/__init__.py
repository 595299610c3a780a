"""Statements: suppliers' monthly lists kept, compared with our incidents, and settled by people."""
