"""The connector of what people feed by hand: its channel is ``feed``; nothing is watched."""

from tocsin.connectors.feed.reading import CHANNEL
from tocsin.connectors.kit.connector import Connector
from tocsin.core.organisation.values import own_label

CONNECTOR = Connector(word=CHANNEL, label=own_label(fr="À la main", en="By hand"))
