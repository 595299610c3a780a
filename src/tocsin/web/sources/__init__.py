"""The sources: who speaks to us, and are they alive?"""
