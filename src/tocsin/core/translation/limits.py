"""Limits: how much of a message is read. Over one of them, the message is quarantined with the reason."""

MAX_BODY_BYTES = 10 * 1024 * 1024
MAX_LINES = 250_000
MAX_HEADER_BYTES = 256 * 1024
MAX_HEADERS = 200  # of one mail; later ones are not read
MAX_HEADER_CHARS = 4_000  # one header, decoded; longer ones are cut
MAX_PARAMETERS = 40  # of one header (boundary, charset, filename ...); later ones are not read
MAX_PARTS = 200
MAX_DEPTH = 12  # nesting of MIME parts, forwarded mails included
MAX_TEXT_CHARS = 1_000_000
MAX_HTML_BYTES = 2 * 1024 * 1024
MAX_HTML_TAGS = 100_000
MAX_HTML_DEPTH = 500  # elements that nest, left open
MAX_JSON_DEPTH = 64
MAX_JSON_VALUES = 200_000  # lists and objects
MAX_DOCUMENTS = 5_000  # JSON lines, CloudEvents of a batch, forwarded mails
MAX_ROWS = 20_000
MAX_EVENTS = 5_000
MAX_VALUE_CHARS = 4_000  # one value taken from a message; longer ones are cut
MAX_SUMMARY_CHARS = 300
EARLIEST_YEAR = 1990
LATEST_YEAR = 2100
