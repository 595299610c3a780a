"""Notice: what people are told, bundled so that it can be read, in their language and their time."""

from tocsin.core.notice import sentences as sentences
