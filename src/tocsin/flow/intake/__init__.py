"""Intake: what is heard is kept before anyone thinks; what people do about the messages kept."""
