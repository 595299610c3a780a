def test_login(client, db):
    r = client.get("/")
    assert r.status_code == 302
    r = client.get("/login", headers={"accept-language": "en"})
    assert b"Log in to Tocsin" in r.content
    r = client.get("/static/tocsin/tokens.css")
    assert r.status_code == 200, r


def test_board(reader):
    r = reader.get("/")
    assert r.status_code == 200
