"""Figures: what is measured of the teams' work, each with the incidents behind it. The same wherever it is shown."""
