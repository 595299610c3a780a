"""Providers over the API."""


def test_a_provider_with_its_channels_and_the_calls_that_its_contract_leaves(caller):
    answer = caller().get("/api/v1/providers/valmont")
    assert answer.status_code == 200
    (api,) = [channel for channel in answer.json()["channels"] if channel["word"] == "api"]
    assert [(line["limit"], line["left"]) for line in api["budget"]] == [(2, 1), (60, 12), (5000, 4000)]


def test_all_providers(caller):
    assert {row["key"] for row in caller().get("/api/v1/providers").json()} == {"valmont", "ligne-claire"}


def test_no_such_provider(caller):
    assert caller().get("/api/v1/providers/nobody").status_code == 404
