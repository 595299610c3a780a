"""Statements: suppliers' monthly lists kept, held against our incidents, and settled by people."""
