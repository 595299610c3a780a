"""The connector of the mail inlet: its channel is ``smtp``, by SMTP or by LMTP."""

from collections.abc import Callable

import structlog

from tocsin.connectors.inlet.handler import CHANNEL
from tocsin.connectors.inlet.rules import rules_of
from tocsin.connectors.inlet.server import MailInlet, MailInletSettings
from tocsin.connectors.kit.connector import Connector, Door, Open
from tocsin.core.organisation.values import own_label

log = structlog.get_logger()


def connector(settings: Callable[[], MailInletSettings]) -> Connector:
    """The connector, listening where ``settings`` says when a door is opened."""

    def serve(door: Door) -> Open | None:
        where = settings()
        if not (where.smtp_port or where.lmtp_port):
            return None
        try:
            inlet = MailInlet(where, lambda: rules_of(door.sources()), door.deposit, door.now, door.refused)
            inlet.start()
        except OSError as error:
            raise OSError(f"{error} (certificate: {where.certificate or 'none'})") from error
        log.info("inlet.listening", smtp=where.smtp_port, lmtp=where.lmtp_port)
        return inlet

    return Connector(word=CHANNEL, label=own_label(fr="Réception de courriel", en="Mail inlet"), serve=serve)
