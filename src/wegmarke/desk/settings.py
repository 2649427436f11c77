"""Django's settings, read once for the workspace that `wegmarke.desk.configure` named."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.utils.translation import gettext_lazy

from wegmarke.clock import DEFAULT_ZONE
from wegmarke.desk import workspace_folder
from wegmarke.desk.company_options import providers as company_providers
from wegmarke.desk.options import database, read_options, secret_key

_HERE = Path(__file__).parent

WORKSPACE = workspace_folder()
OPTIONS = read_options(WORKSPACE)

SECRET_KEY = secret_key(OPTIONS.folder)
DEBUG = False
ROOT_URLCONF = "wegmarke.desk.urls"
WSGI_APPLICATION = "wegmarke.desk.wsgi.application"
# Only names of this machine and the public name: a foreign page cannot reach the desk by rebinding its own name.
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *filter(None, [OPTIONS.public_host])]
CSRF_TRUSTED_ORIGINS = [OPTIONS.public_url.rstrip("/")] if OPTIONS.public_url else []

DATABASES = {"default": database(OPTIONS)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "wegmarke.desk.shell",
    "wegmarke.desk.accounts",
    "wegmarke.desk.audit",
    "wegmarke.desk.jobs",
    "wegmarke.desk.setup",
    "wegmarke.desk.collection",
    "wegmarke.desk.findings",
    "wegmarke.desk.journeys",
    "wegmarke.desk.touchpoints",
    "wegmarke.desk.promises",
    "wegmarke.desk.friction",
    "wegmarke.desk.incidents",
    "wegmarke.desk.moments",
    "wegmarke.desk.won_lost",
    "wegmarke.desk.delay",
    "wegmarke.desk.lost_customers",
    "wegmarke.desk.drift",
    "wegmarke.desk.reasons",
    "wegmarke.desk.agreement",
    "wegmarke.desk.customers",
    "wegmarke.desk.identity",
    "wegmarke.desk.effect",
    "wegmarke.desk.levers",
    "wegmarke.desk.reports",
    "wegmarke.desk.proxies",
    "wegmarke.desk.walk",
    "wegmarke.desk.privacy",
    "wegmarke.desk.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.humanize",  # templates of allauth use it
    "django_htmx",
]

MIDDLEWARE = [
    "wegmarke.desk.shell.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wegmarke.desk.shell.middleware.FragmentRedirects",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "wegmarke.desk.accounts.middleware.AccountLanguage",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "wegmarke.desk.accounts.middleware.SecondFactor",
    "wegmarke.desk.shell.middleware.WorkspaceSettings",
    "wegmarke.desk.findings.level.LevelOfRequest",
    "wegmarke.desk.shell.middleware.ErrorSentences",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wegmarke.desk.shell.context.page",
            ],
        },
    }
]

# --- accounts ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "shell:overview"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "wegmarke.desk.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_REAUTHENTICATION_REQUIRED = False
ACCOUNT_REAUTHENTICATION_METHODS = ("password", "mfa")  # codes by mail would need a mail server
# Five wrong passwords or codes for one account in five minutes, and signing in to it waits. The limit for an address is
# wide: a whole company may come from one.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,5/300s/key", "login": "60/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if OPTIONS.trusted_proxy else 0
SOCIALACCOUNT_ADAPTER = "wegmarke.desk.accounts.company.CompanyAdapter"
SOCIALACCOUNT_PROVIDERS = company_providers(OPTIONS.company)
# A link, not a form: browsers hold the policy's `form-action` against where a form is led on to. The answer of the
# provider is held against a state of this session either way.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_AUTO_SIGNUP = True
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
USERSESSIONS_ADAPTER = "wegmarke.desk.accounts.adapter.SessionsAdapter"
MFA_ADAPTER = "allauth.mfa.adapter.DefaultMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers offer passkeys without TLS on this very machine only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not OPTIONS.is_https
MFA_TOTP_TOLERANCE = 1  # clocks of phones are half a minute off
MFA_TOTP_ISSUER = "Wegmarke"

# Cookies know no ports: without a name of its own, two workspaces on one machine would sign each other out.
_COOKIE = hashlib.sha256(SECRET_KEY.encode()).hexdigest()[:8]
SESSION_COOKIE_NAME = f"wegmarke_session_{_COOKIE}"
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_SECURE = OPTIONS.is_https
CSRF_COOKIE_NAME = f"wegmarke_csrf_{_COOKIE}"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = OPTIONS.is_https
CSRF_FAILURE_VIEW = "wegmarke.desk.shell.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if OPTIONS.is_https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if OPTIONS.trusted_proxy else None

# --- language and time ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", gettext_lazy("English")), ("de", gettext_lazy("German"))]
LANGUAGE_COOKIE_NAME = "wegmarke_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [_HERE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = DEFAULT_ZONE  # until a request activates that of the workspace

# --- static files -----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [_HERE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "wegmarke.desk.shell.assets.VersionedStorage"},
}
# The files are served from where the wheel put them: nobody who installs Wegmarke runs `collectstatic`.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 24 * 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False

# An upload is streamed to a file of its own; this bounds what is kept in memory, not the size of an upload.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a mapping of many columns, the outcomes of many touchpoints
FILE_UPLOAD_PERMISSIONS = 0o600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line", "level": "WARNING"}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
    "loggers": {
        # Django would mail errors to administrators that nobody has set; the terminal is where the owner looks.
        "django": {"handlers": ["terminal"], "level": "WARNING", "propagate": False},
        # A page that is not there is no event for the terminal.
        "django.request": {"handlers": ["terminal"], "level": "ERROR", "propagate": False},
    },
}
