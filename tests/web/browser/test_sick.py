"""Somebody falls ill, and a colleague says so from a phone: two taps, on the page of duty and on an incident of theirs."""


def test_two_taps_on_a_phone_and_somebody_else_is_on_duty(open_page):
    page = open_page("/duty", width=390, user="bruno")
    team = page.locator(".duty").first
    before = team.locator(".on-duty b").inner_text()
    team.locator(".sick summary").click()
    button = team.locator(".sick button")
    box = button.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    button.click()
    page.wait_for_load_state()
    assert page.locator(".duty").first.locator(".on-duty b").inner_text() != before
    page.locator(".away form button").first.click()
    page.wait_for_load_state()
    assert page.locator(".duty").first.locator(".on-duty b").inner_text() == before
