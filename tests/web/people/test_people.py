"""The pages of people: everybody by team; a declared way is verified from the page; those without one are counted."""

from tests.web.filling import fill
from tocsin.store import models

KARIM = "karim.haddad"


def test_everybody_is_there_and_who_is_on_duty_unverified_is_counted(reader, django_assert_max_num_queries):
    fill()
    reader.get("/people")
    with django_assert_max_num_queries(8):
        page = reader.get("/people")
    people = [view.person.key for _, views in page.context["teams"] for view in views]
    assert KARIM in people
    assert page.context["warned"] == 9  # six of the systems, three of the network


def test_a_declared_address_is_verified_from_the_page(client, account):
    fill()
    client.force_login(account("technician", person=KARIM))
    page = client.get(f"/people/{KARIM}")
    (mail, phone) = [shown.way for shown in page.context["view"].ways]
    assert (mail.id, mail.kind, phone.kind) == (0, "mail", "phone")
    client.post(f"/people/{KARIM}/ways", {"kind": mail.kind, "address": mail.address})
    way = models.Way.objects.get()
    assert models.Delivery.objects.latest("id").address == mail.address
    assert client.get(f"/ways/{way.id}").url == f"/people/{KARIM}"
    assert client.post(f"/ways/{way.id}/answer", {"code": "wrong"}).status_code == 409
    client.post(f"/ways/{way.id}/remove")
    assert [known.way.id for known in client.get(f"/people/{KARIM}").context["view"].ways] == [0, 0]


def test_channels_are_chosen_by_their_names(client, account):
    fill()
    client.force_login(account("technician", person=KARIM, language="en"))
    page = client.get(f"/people/{KARIM}", headers={"Accept-Language": "en"})
    gateways = page.wsgi_request.organisation.gateways
    names = {key: gateway.label.en for key, gateway in gateways.items()}
    assert dict(page.context["channels"]) == {"mail": "Mail", "phone": "Telephone", **names}


def test_nobody_of_that_name(reader):
    fill()
    assert reader.get("/people/nobody").status_code == 404
