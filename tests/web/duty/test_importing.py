"""Absences imported on the page: every mistake is shown, and an import is undone with one button; the secret calendar."""

from django.core.files.uploadedfile import SimpleUploadedFile
from icalendar import Calendar

from tests.web.filling import fill
from tocsin.flow import duty
from tocsin.flow.sites import feeds

ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:{title}\r\n"
    "DTSTART;VALUE=DATE:20991224\r\nDTEND;VALUE=DATE:20991226\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def upload(text: str, name: str = "conges.ics") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def test_a_table_is_imported_and_undone(client, account):
    fill()
    client.force_login(account("administrator"))
    table = upload("nom;du;au\nKarim Haddad;24/12/2099;26/12/2099\n", "conges.csv")
    client.post("/duty/import", {"file": table})
    assert [absence.person for absence in duty.known().absences] == ["karim.haddad"]
    (row, _) = client.get("/duty/import").context["imports"][0]
    client.post(f"/duty/import/{row.id}/undo")
    assert duty.known().absences == ()


def test_a_calendar_that_names_nobody_is_refused_with_the_remedy(client, account):
    fill()
    client.force_login(account("administrator"))
    near = ICS.replace("2099", str(duty.clock.now().year + 1)).format(title="Away")
    answer = client.post("/duty/import", {"file": upload(near)})
    assert answer.status_code == 422
    assert "choisissez la personne" in answer.content.decode()
    assert duty.known().absences == ()


def test_no_file_is_no_crash(client, account):
    fill()
    client.force_login(account("administrator"))
    assert client.post("/duty/import").status_code == 422


def test_the_calendar_of_duty_is_read_by_its_address_alone(client, account):
    fill()
    person = duty.now_on_duty("systems").person
    token = feeds.make(account("technician", person=person))
    own = Calendar.from_ical(client.get(f"/calendar/{token}/duty.ics").content)
    team = Calendar.from_ical(client.get(f"/calendar/{token}/duty/systems.ics").content)
    assert 0 < len(list(own.walk("VEVENT"))) < len(list(team.walk("VEVENT")))
    assert client.get(f"/calendar/{token}/duty/nobody.ics").status_code == 404
    assert client.get("/calendar/wrong/duty.ics").status_code == 404
