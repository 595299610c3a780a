"""The demo: the simulated company. Its parties send messages as real ones would, and its people act. Nothing imports it."""
