"""Django settings, all of them from `environment`; nothing here is edited in service."""

from pathlib import Path

from csp.constants import NONE, SELF

from zhuchao.rules.points import PointsScheme
from zhuchao.web.database import database
from zhuchao.web.environment import setting, tile_hosts
from zhuchao.web.mail import mail_server
from zhuchao.web.secret import secret_key

ZHUCHAO_HOME: Path = setting("ZHUCHAO_HOME").resolve()
ZHUCHAO_HOME.mkdir(parents=True, exist_ok=True)
ZHUCHAO_CIPHER: str = setting("ZHUCHAO_CIPHER")
ZHUCHAO_FACE: str = setting("ZHUCHAO_FACE")
ZHUCHAO_URL: str = setting("ZHUCHAO_URL").rstrip("/")
ZHUCHAO_TILES: str = setting("ZHUCHAO_TILES")
ZHUCHAO_TILES_DATUM: str = setting("ZHUCHAO_TILES_DATUM")
ZHUCHAO_TILES_ATTRIBUTION: str = setting("ZHUCHAO_TILES_ATTRIBUTION")
ZHUCHAO_FONTS: Path = setting("ZHUCHAO_FONTS")
ZHUCHAO_NETWORK: str = setting("ZHUCHAO_NETWORK")
ZHUCHAO_RATE_PUBLIC: int = setting("ZHUCHAO_RATE_PUBLIC")
ZHUCHAO_FRESH_DAYS: int = setting("ZHUCHAO_FRESH_DAYS")
ZHUCHAO_SMART_COMMUNITY: str = setting("ZHUCHAO_SMART_COMMUNITY")
ZHUCHAO_WISH_CEILING: int = setting("ZHUCHAO_WISH_CEILING")
ZHUCHAO_POINTS: PointsScheme = setting("ZHUCHAO_POINTS")
ZHUCHAO_RECHECK: int = setting("ZHUCHAO_RECHECK")
ZHUCHAO_OPEN311_KEY: bool = setting("ZHUCHAO_OPEN311_KEY")
ZHUCHAO_OIDC_URL: str = setting("ZHUCHAO_OIDC_URL")
ZHUCHAO_IDLE: int = setting("ZHUCHAO_IDLE")
ZHUCHAO_SMS: str = setting("ZHUCHAO_SMS")
ZHUCHAO_WEBHOOK: str = setting("ZHUCHAO_WEBHOOK")

DEBUG: bool = setting("ZHUCHAO_DEBUG")
ZHUCHAO_TLS: bool = setting("ZHUCHAO_TLS")
ALLOWED_HOSTS: list[str] = setting("ZHUCHAO_HOSTS")
ROOT_URLCONF = "zhuchao.web.urls"
WSGI_APPLICATION = "zhuchao.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


SECRET_KEY = secret_key(ZHUCHAO_HOME)
DATABASES = {"default": database(setting("ZHUCHAO_DATABASE_URL"), ZHUCHAO_HOME)}

INSTALLED_APPS = [
    "zhuchao.journal",
    "zhuchao.access",
    "zhuchao.places",
    "zhuchao.registry",
    "zhuchao.marks",
    "zhuchao.matters",
    "zhuchao.circle",
    "zhuchao.gatherings",
    "zhuchao.web",
    "zhuchao.cli",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "ninja",
]

MIDDLEWARE = [
    "zhuchao.web.middleware.caller",
    "zhuchao.web.middleware.request_log",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "zhuchao.access.idle.idle",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "zhuchao.web.middleware.scope",
    "zhuchao.access.second_factor.administrators_prove",
    "zhuchao.web.middleware.Refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhuchao.web.shell.shell",
            ],
        },
    }
]

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "zhuchao.access.login.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "zhuchao.access.login.SingleSignOnAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_FORMS = {
    "login": "zhuchao.access.forms.LogIn",
    "change_password": "zhuchao.access.forms.ChangePassword",
}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PRESERVE_USERNAME_CASING = False
MFA_ADAPTER = "zhuchao.access.login.SecondFactorAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "zhuchao.access.forms.EnterCode",
    "reauthenticate": "zhuchao.access.forms.EnterCodeAgain",
    "activate_totp": "zhuchao.access.forms.FirstCode",
}
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "筑巢"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": "单点登录",
                "client_id": setting("ZHUCHAO_OIDC_CLIENT"),
                "secret": setting("ZHUCHAO_OIDC_SECRET"),
                "settings": {"server_url": ZHUCHAO_OIDC_URL},
            }
        ]
        if ZHUCHAO_OIDC_URL
        else [],
    }
}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
"""Hours: five tries, then fifteen minutes (domain.md §9, 8.1.4.1 b)."""
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "zhuchao.access.login.locked_out"
AXES_DISABLE_ACCESS_LOG = True
"""Entries are in the journal, under a pseudonym."""
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ZHUCHAO_TLS
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31536000 if ZHUCHAO_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ZHUCHAO_TLS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
_TILE_HOST = tile_hosts(ZHUCHAO_TILES)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *_TILE_HOST],
        "connect-src": [SELF, *_TILE_HOST],
        "worker-src": [SELF, "blob:"],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF, *([ZHUCHAO_OIDC_URL] if ZHUCHAO_OIDC_URL else [])],
        "object-src": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE: str = setting("ZHUCHAO_ZONE")

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
MEDIA_ROOT = ZHUCHAO_HOME / "uploads"
STORAGES = {
    "default": setting("ZHUCHAO_STORAGE")
    or {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(MEDIA_ROOT)},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400

DEFAULT_FROM_EMAIL: str = setting("ZHUCHAO_EMAIL_FROM")
_MAIL = mail_server(setting("ZHUCHAO_EMAIL_URL"))
EMAIL_BACKEND = f"django.core.mail.backends.{_MAIL.backend}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _MAIL.host, _MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.starttls, _MAIL.tls
EMAIL_TIMEOUT = 20
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "zhuchao.web.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
}
