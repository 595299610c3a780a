"""Filing: where a source's settings ask for it, its connector puts away the messages that were worked."""

import structlog

from tocsin.connectors.kit.connector import Connector, FilingPostponed, Line, Worked
from tocsin.flow import clock
from tocsin.store import queue, sources

log = structlog.get_logger()


def file_worked(connector: Connector, line: Line) -> int:
    """File what was worked since the last time, oldest first; how many. A counterpart out of reach is tried again later."""
    filing = connector.filing(line) if connector.filing else None
    if filing is None:
        return 0
    done = int(sources.position(line.source).get("filed", 0))
    worked = [
        Worked(id=number, status=status, envelope=envelope)
        for number, status, envelope in queue.worked(line.source, connector.word, after=done)
    ]
    try:
        filing(worked)
    except FilingPostponed as reason:
        log.warning("filing.postponed", source=line.source, reason=str(reason))
        return 0
    if worked:
        sources.reached(line.source, {"filed": worked[-1].id}, clock.now())
    return len(worked)
