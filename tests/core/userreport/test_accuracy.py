"""On generated reports: what is linked without a person is nearly always right, and most reports are linked."""

from bench.user_reports import run


def test_what_is_linked_by_itself_is_right_and_most_reports_are_linked():
    figures = run(600)
    linked, offered = figures["linked without a person"], figures["offered first"]
    assert linked["precision, per cent"] >= 97
    assert linked["recall, per cent"] >= 68
    assert offered["precision, per cent"] >= 80
