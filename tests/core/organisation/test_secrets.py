"""Secrets of a source's settings: by the name of the field in several languages, or by how the value is written."""

import pytest

from tocsin.core.organisation.secrets import secrets_in, with_secrets


@pytest.mark.parametrize(
    "name", ["password", "client_secret", "motdepasse", "mot_de_passe", "pwd", "Passwort", "apiKey"]
)
def test_a_field_that_holds_a_secret_is_known_by_its_name(name: str) -> None:
    assert list(secrets_in({"json": {name: "in clear"}})) == [(f"settings.json.{name}", "in clear")]


def test_a_reference_is_looked_up_whatever_the_field_is_called() -> None:
    """A French API calls its password «motdepasse», another one «sesame»."""
    found = with_secrets(
        {"json": {"sesame": "env:API_PASSWORD", "user": "me"}}, lambda reference: f"<{reference}>"
    )
    assert found == {"json": {"sesame": "<env:API_PASSWORD>", "user": "me"}}


@pytest.mark.parametrize("name", ["primary_key", "session_token_path", "path", "user"])
def test_other_fields_are_no_secrets(name: str) -> None:
    assert not list(secrets_in({name: "value"}))
