"""The connector of what people feed by hand: its channel is ``feed``; nothing is watched."""

from tocsin.connectors.feed.reading import CHANNEL
from tocsin.connectors.kit.connector import Connector
from tocsin.core.organisation.values import Label

CONNECTOR = Connector(word=CHANNEL, label=Label(fr="À la main", en="By hand"))
