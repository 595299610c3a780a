from tests.web import seed


def test_board(reader):
    seed.everything()
    assert reader.get("/").status_code == 200
    r = reader.get("/incidents/42")
    assert r.status_code == 200
