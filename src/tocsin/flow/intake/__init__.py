"""Intake: messages are stored before they are processed; what people do about stored messages."""
