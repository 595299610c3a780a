"""The figures that we publish, measured again by anyone: make bench."""
