"""Notice: what people are notified of, bundled, in their language and zone."""

from tocsin.core.notice import sentences as sentences
