"""Settings shared by every process; the environment decides the rest (see docs/guide/operator.md)."""

from pathlib import Path
from zoneinfo import available_timezones

from tocsin.settings import environment
from tocsin.settings.database import database_settings
from tocsin.settings.secrets import secret_key

PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = secret_key()
DEBUG = False
ALLOWED_HOSTS = environment.text("TOCSIN_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
BASE_URL = environment.text("TOCSIN_URL", "http://127.0.0.1:8080").rstrip("/")
CSRF_TRUSTED_ORIGINS = environment.text("TOCSIN_ORIGINS", BASE_URL).split(",")

TRUSTED_PROXIES = frozenset(filter(None, environment.text("TOCSIN_PROXIES").replace(" ", "").split(",")))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "tocsin.store",
    "tocsin.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "tocsin.web.static_files.StaticFiles",
    "tocsin.web.middleware.NotKept",
    "tocsin.web.middleware.FromWhere",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "tocsin.web.middleware.Storable",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tocsin.web.refusals.Noted",
    "tocsin.web.idle.Idle",
    "tocsin.web.middleware.LoginRequired",
    "tocsin.web.middleware.OwnPassword",
    "tocsin.web.middleware.InForce",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tocsin.web.refusals.WrongMethod",
]

ROOT_URLCONF = "tocsin.web.urls"
CSRF_FAILURE_VIEW = "tocsin.web.refusals.stale"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "tocsin.web.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "tocsin.web.templatetags.tocsin",
            ],
        },
    },
]

DATABASES = {"default": database_settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "store.Account"
LOGIN_URL = "/login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "tocsin.web.accounts.passwords.OwnWords"},
]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
USE_TZ = True
TIME_ZONE = environment.one_of("TOCSIN_ZONE", "Europe/Paris", available_timezones())

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 31536000  # a year: every address carries a digest of its file (the asset tag)

IDLE_S = 60 * environment.whole(
    "TOCSIN_IDLE_MINUTES", 720, most=20_160
)  # 0: a session does not end by not being used
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
SECURE_HSTS_SECONDS = 31536000 if BASE_URL.startswith("https://") else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# A browser takes such a cookie over https alone, and gives it to no other host.
_HOST = "__Host-" if BASE_URL.startswith("https://") else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_HOST}sessionid", f"{_HOST}csrftoken"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "style-src": ["'self'"],
        "connect-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    },
}
LOGGING_CONFIG = None
