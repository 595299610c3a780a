"""Assignment: the one-to-one matching of the greatest total weight, and by how much each choice in it is better than any
other. Exact (Hungarian method with potentials); knows no lines and no incidents."""

from collections.abc import Mapping, Sequence
from math import inf

Weights = Mapping[tuple[int, int], float]  # (row, column) -> weight; what is missing can't be matched
_LARGEST = 150  # rows of a component for which every way round is compared; beyond, only swaps of two


def assigned(rows: int, columns: int, weights: Weights) -> list[int | None]:
    """The column of each row; None: it stays unmatched (weight 0), like a row whose weights are all 0 or less."""
    if not rows:
        return []
    width = columns + rows  # a column of its own for each row: to stay alone
    cost = [[-weights.get((row, column), -inf) for column in range(columns)] for row in range(rows)]
    for row, line in enumerate(cost):
        line += [0.0 if alone == row else inf for alone in range(rows)]
    found = _hungarian(cost, rows, width)
    return [column if column < columns else None for column in found]


def _hungarian(cost: Sequence[Sequence[float]], rows: int, width: int) -> list[int]:
    """The column of each row at the least total cost; ``width`` >= ``rows``, and a finite solution exists."""
    of_row, of_column = [0.0] * (rows + 1), [0.0] * (width + 1)
    row_at, came_from = [0] * (width + 1), [0] * (width + 1)  # counted from 1; 0 is the beginning
    for row in range(1, rows + 1):
        row_at[0], column = row, 0
        least, seen = [inf] * (width + 1), [False] * (width + 1)
        while row_at[column]:
            seen[column] = True
            here, smallest, following = row_at[column], inf, 0
            line, potential = cost[here - 1], of_row[here]
            for other in range(1, width + 1):
                if seen[other]:
                    continue
                reduced = line[other - 1] - potential - of_column[other]
                if reduced < least[other]:
                    least[other], came_from[other] = reduced, column
                if least[other] < smallest:
                    smallest, following = least[other], other
            for other in range(width + 1):
                if seen[other]:
                    of_row[row_at[other]] += smallest
                    of_column[other] -= smallest
                else:
                    least[other] -= smallest
            column = following
        while column:
            row_at[column], column = row_at[came_from[column]], came_from[column]
    found = [0] * rows
    for column in range(1, width + 1):
        if row_at[column]:
            found[row_at[column] - 1] = column - 1
    return found


def margins(columns: int, weights: Weights, chosen: Sequence[int | None]) -> list[float]:
    """For each row: how much the total loses if this row is matched otherwise, and all others as well as they then can."""
    rows = len(chosen)
    free = set(range(columns)) - {column for column in chosen if column is not None}
    step = _steps(rows, weights, chosen, free)
    distance = [list(line) for line in step]
    if rows <= _LARGEST:
        _shortest(distance)
    return [_round_trip(row, step, distance) for row in range(rows)]


def _steps(rows: int, weights: Weights, chosen: Sequence[int | None], free: set[int]) -> list[list[float]]:
    """``[a][b]``: what it costs that row a takes the column of row b. The last node stands for all that is unmatched: a
    row that goes there takes a free column or stays alone, and from there any row's column may be left unmatched."""
    step = [[inf] * (rows + 1) for _ in range(rows + 1)]
    holder = {column: row for row, column in enumerate(chosen) if column is not None}
    for row in range(rows):
        step[rows][row] = 0.0
        if chosen[row] is not None:
            step[row][rows] = _weight(weights, row, chosen)
    for (row, column), weight in weights.items():
        if column == chosen[row]:
            continue
        to = rows if column in free else holder[column]
        step[row][to] = min(step[row][to], _weight(weights, row, chosen) - weight)
    return step


def _weight(weights: Weights, row: int, chosen: Sequence[int | None]) -> float:
    column = chosen[row]
    return 0.0 if column is None else weights[row, column]


def _shortest(distance: list[list[float]]) -> None:
    """Every shortest way (Floyd and Warshall), in place; no cycle is negative, because the matching is optimal."""
    nodes = range(len(distance))
    for by in nodes:
        through = distance[by]
        for line in distance:
            first = line[by]
            if first == inf:
                continue
            for to in nodes:
                if first + through[to] < line[to]:
                    line[to] = first + through[to]


def _round_trip(row: int, step: Sequence[Sequence[float]], distance: Sequence[Sequence[float]]) -> float:
    others = (other for other in range(len(step)) if other != row)
    return max(0.0, min((step[row][other] + distance[other][row] for other in others), default=inf))
