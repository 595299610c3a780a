"""The simulated world of the demo: what the parties of a company would really write, and real senders for it."""
