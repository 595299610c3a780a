"""Clients: whose lines a list of several clients holds, ours and others', by which of them our incidents explain."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from tocsin.core.statement.comparing import Comparing
from tocsin.core.statement.headings import heading_word
from tocsin.core.statement.values import Line

_EXPLAINED = 7.0  # bits from which one of our incidents explains a line; by chance one of a hundred
_OURS, _OTHERS = 0.5, 0.2  # of a client's lines that our incidents explain: at least, at most


def of_others(
    lines: Iterable[Line], comparing: Comparing, names: Collection[str], settled: Collection[int]
) -> set[int]:
    """The lines (times as instants) of other clients. A client is ours that is called as one of ``names``, or most of
    whose lines our incidents explain; another's, if one is ours and they explain next to nothing of it. A line that a
    person has ``settled`` is ours."""
    of_client: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if client := heading_word(line.client):
            of_client[client].append(line)
    named = {client for client in of_client if any(_is_called(client, name) for name in names)}
    explained = {
        client: _explained(own, comparing) for client, own in of_client.items() if client not in named
    }
    if not named and max(explained.values(), default=0.0) < _OURS:
        return set()
    return {line.number for line in _lines_of(_others(explained), of_client)} - set(settled)


def _others(explained: Mapping[str, float]) -> list[str]:
    return [client for client, share in explained.items() if share <= _OTHERS]


def _lines_of(clients: Iterable[str], of_client: Mapping[str, Sequence[Line]]) -> Iterable[Line]:
    return (line for client in clients for line in of_client[client])


def _explained(lines: Sequence[Line], comparing: Comparing) -> float:
    """The share of the lines that one of our incidents explains."""
    best = (max((found.bits.total for found in comparing.candidates(line)), default=0.0) for line in lines)
    return sum(bits >= _EXPLAINED for bits in best) / len(lines)


def _is_called(client: str, name: str) -> bool:
    """Whether all words of the name are in what a client is called."""
    words = set(heading_word(name).split())
    return bool(words) and words <= set(client.split())
