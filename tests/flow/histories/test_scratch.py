from pathlib import Path
import yaml
import pytest
from tocsin.cli.history import _as_data, _refusal
from tocsin.connectors.histories.rows import rows_of
from tocsin.core.history.mapping import compiled_mapping
from tocsin.flow.histories import tried
from tocsin.flow.organisation import snapshot
S = Path(__file__).parent / "samples"

@pytest.mark.parametrize("name", ["servicenow.csv","glpi.csv","jira.csv","uci.csv","bpi2013.xes","remedy.csv"])
def test_x(house, name):
    file = S / name
    m = compiled_mapping(yaml.safe_load((S / (file.stem + ".yaml")).read_text()), kinds=tuple(snapshot().kinds))
    made, refused, reader = tried(m, file.stem, rows_of(file, m.file), 500)
    for each in made:
        print(yaml.safe_dump(_as_data(each), allow_unicode=True, sort_keys=False, width=150))
    for r in refused: print(_refusal(r))
    print(reader.remarks)
