from tests.web import seed


def test_board(reader):
    seed.everything()
    assert reader.get("/").status_code == 200
