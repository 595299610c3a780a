"""Settings of the test run: a data folder of its own, cheap passwords, everything else as in production."""

import os
from tempfile import mkdtemp

os.environ.setdefault("TOCSIN_DATA", mkdtemp(prefix="tocsin-test-"))

from tocsin.settings.base import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
