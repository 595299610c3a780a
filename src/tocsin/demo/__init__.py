"""The demo: the example company lives, its parties write what they would write, and its people act. Nothing imports it."""
