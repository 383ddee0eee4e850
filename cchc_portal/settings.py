"""Every setting of the portal, by environment; importing this starts no service."""

import os
from dataclasses import asdict
from pathlib import Path

from celery.schedules import crontab

from cchc_portal import environment
from cchc_portal.embedded.layout import database_url, layout, redis_url
from foundation.domain.tables.limits import USUAL

BASE_DIR = Path(__file__).resolve().parent.parent
LAYOUT = layout()

# local: embedded services, this machine only; test: the test command; production: all given.
ENVIRONMENT = environment.choice("CCHC_ENV", ("local", "test", "production"), "local")
IS_PRODUCTION = ENVIRONMENT == "production"
DEBUG = environment.flag("CCHC_DEBUG", default=False) and not IS_PRODUCTION

SECRET_KEY = (
    environment.secret("CCHC_SECRET_KEY")
    if IS_PRODUCTION
    else os.environ.get("CCHC_SECRET_KEY") or environment.kept_secret(LAYOUT.var / "secret_key")
)
ALLOWED_HOSTS = environment.hosts(
    "CCHC_ALLOWED_HOSTS", None if IS_PRODUCTION else "localhost,127.0.0.1,[::1]"
)
CSRF_TRUSTED_ORIGINS = environment.origins("CCHC_TRUSTED_ORIGINS")
METRICS_TOKEN = os.environ.get("CCHC_METRICS_TOKEN", "").strip()
TRUSTED_PROXIES = environment.count("CCHC_PROXIES", 1 if IS_PRODUCTION else 0)

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.import_export",
    "cchc_portal.admin_config.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "django_htmx",
    "import_export",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "foundation",
    "units",
    "oauth2_provider",
    "dossiers",
    "surveys",
    "scoring",
    "reports",
    "cchc_portal",
]
MIDDLEWARE = [
    "cchc_portal.health.metrics.CountedRequests",
    "cchc_portal.api.problems.ApiProblems",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "cchc_portal.passwords.OwnPasswordFirst",
    "cchc_portal.middleware.PrivatePages",
    "cchc_portal.middleware.NoNulBytes",
    "pghistory.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "cchc_portal.urls"
WSGI_APPLICATION = "cchc_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": environment.database(
        environment.text("DATABASE_URL", None if IS_PRODUCTION else database_url(LAYOUT))
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = environment.text("REDIS_URL", None if IS_PRODUCTION else redis_url(LAYOUT))
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": environment.cache(REDIS_URL),
        "KEY_PREFIX": "cchc",
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
}

AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = [
    "cchc_portal.sign_in.SignInBrake",
    "units.selectors.permissions.GrantBackend",
]
OAUTH2_PROVIDER_APPLICATION_MODEL = "units.ApiClient"
OAUTH2_PROVIDER = {
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.BackendApplicationServer",  # client credentials alone
    "SCOPES_BACKEND_CLASS": "cchc_portal.api.auth.ClientScopes",
    "SCOPES": {
        "units:read": "Đọc đơn vị theo thời gian",
        "rankings:read": "Đọc kỳ đánh giá và các lần xếp hạng đã công bố",
        "rankings:provisional": "Đọc cả các lần xếp hạng chưa công bố",
    },
    "DEFAULT_SCOPES": ["units:read", "rankings:read"],
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
} | {
    f"COMPLIANT_BCP_RFC9700_{rule}": True
    for rule in (
        "IMPLICIT_GRANT",
        "PASSWORD_GRANT",
        "PKCE_METHOD",
        "ACCESS_TOKEN_TRANSPORT",
        "AUTHZ_RESPONSE_ISS",
        "TOKEN_STORAGE",
        "REFRESH_TOKEN",
    )
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["cchc_portal.api.auth.ClientToken"],
    "DEFAULT_PERMISSION_CLASSES": ["oauth2_provider.contrib.rest_framework.TokenHasScope"],
    "DEFAULT_THROTTLE_CLASSES": ["cchc_portal.api.rates.ClientRate"],
    "DEFAULT_THROTTLE_RATES": {"client": "600/min", "token": "30/min"},
    "DEFAULT_PAGINATION_CLASS": "cchc_portal.api.pages.NumberedPages",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "cchc_portal.api.schema.DeclaredSchema",
    "EXCEPTION_HANDLER": "cchc_portal.api.problems.problem_response",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Cổng chấm điểm cải cách hành chính",
    "DESCRIPTION": "Đơn vị theo thời gian, kỳ đánh giá, kết quả xếp hạng. Số thập phân là chuỗi,"
    " ngày theo ISO 8601, thời điểm kèm múi giờ, lỗi theo RFC 9457.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "PATH_CONVERTER_OVERRIDES": {
        "api_code": {"type": "string", "pattern": r"^[^/\x00-\x1f\x7f]{1,40}$"},
        "api_year": {"type": "integer", "minimum": 1000, "maximum": 9999},
        "api_number": {"type": "integer", "minimum": 0, "maximum": 999_999_999},
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": None,
    "OAUTH2_FLOWS": ["clientCredentials"],
    "OAUTH2_TOKEN_URL": "/api/v1/oauth/token/",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "cchc_portal.api.schema.add_problems",
    ],
}
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

CELERY_BROKER_URL = environment.broker(REDIS_URL)
CELERY_IMPORTS = ["cchc_portal.health.worker"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 3600
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 2 * CELERY_TASK_TIME_LIMIT,
    "socket_connect_timeout": 5,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULE = {
    "ring-silent": {
        "task": "foundation.ring_silent",
        "schedule": 60.0,
        "options": {"expires": 60},  # a worker that was busy needs to hear of it once
    },
    "check-figures": {
        "task": "dossiers.request_figure_check",
        "schedule": crontab(hour=2, minute=30),
    },
    "turn-stages": {
        "task": "scoring.turn_stages",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "look-after-documents": {
        "task": "scoring.look_after_documents",
        "schedule": crontab(minute=20),
        "options": {"expires": 3000},
    },
    "seal-history": {"task": "scoring.seal_history", "schedule": crontab(hour=3, minute=0)},
}
# Systems leave files in <inbox>/<source code>/; empty: no directory is watched.
INTAKE_INBOX = os.environ.get("CCHC_INTAKE_INBOX", "").strip()
if INTAKE_INBOX:
    CELERY_BEAT_SCHEDULE["look-into-inbox"] = {
        "task": "dossiers.look_into_inbox",
        "schedule": 60.0,
        "options": {"expires": 60},
    }
CELERY_BEAT_SCHEDULE_FILENAME = str(LAYOUT.var / "celerybeat-schedule")
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Ho_Chi_Minh"

# Without a mail server nothing is sent: what is due stands on the pages alone.
EMAIL_HOST = os.environ.get("CCHC_EMAIL_HOST", "").strip()
EMAIL_PORT = environment.count("CCHC_EMAIL_PORT", 587)
EMAIL_HOST_USER = os.environ.get("CCHC_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("CCHC_EMAIL_PASSWORD", "")
_EMAIL_SECURITY = environment.choice("CCHC_EMAIL_SECURITY", ("starttls", "tls", "none"), "starttls")
EMAIL_USE_TLS, EMAIL_USE_SSL = _EMAIL_SECURITY == "starttls", _EMAIL_SECURITY == "tls"
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = "django.core.mail.backends.{}.EmailBackend".format(
    "smtp" if EMAIL_HOST else "dummy" if IS_PRODUCTION else "console"
)
DEFAULT_FROM_EMAIL = environment.text("CCHC_EMAIL_FROM", "cchc@localhost")
# What links in letters begin with.
PORTAL_URL = environment.text(
    "CCHC_PORTAL_URL", CSRF_TRUSTED_ORIGINS[0] if CSRF_TRUSTED_ORIGINS else "http://localhost:8000"
).rstrip("/")
if EMAIL_HOST or not IS_PRODUCTION:  # while offices are at work
    CELERY_BEAT_SCHEDULE["send-reminders"] = {
        "task": "scoring.send_reminders",
        "schedule": crontab(hour="7-17", minute="*/10"),
        "options": {"expires": 600},
    }

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True

FORMAT_MODULE_PATH = ["cchc_portal.formats"]
LOCALE_PATHS = [BASE_DIR / "cchc_portal" / "locale"]

UNFOLD = {
    "SITE_TITLE": "Quản trị – Cổng chấm điểm cải cách hành chính",
    "SITE_HEADER": "Quản trị",
    "SITE_SUBHEADER": "Cổng chấm điểm cải cách hành chính",
    "SITE_URL": "/",
    "SITE_SYMBOL": "fact_check",
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "4px",
    "STYLES": ["cchc_portal.admin_menu.stylesheet"],
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": "cchc_portal.admin_menu.favicon"}
    ],
    "COLORS": {"primary": "cchc_portal.admin_menu.accent"},
    "SIDEBAR": {"show_search": False, "navigation": "cchc_portal.admin_menu.navigation"},
}
# How big a file may be that is taken in: CCHC_INTAKE_TEXT_MEGABYTES and so on.
INTAKE_LIMITS = {
    name: environment.count(f"CCHC_INTAKE_{name.upper()}", usual)
    for name, usual in asdict(USUAL).items()
}
# A first due time lies no more days after the reception: two years, a leap day among them.
LONGEST_PROMISE_DAYS = environment.count("CCHC_LONGEST_PROMISE_DAYS", 731)
# A file handed in through a page; 512 MB are some three million dossiers as CSV.
INTAKE_UPLOAD_MEGABYTES = environment.count("CCHC_INTAKE_UPLOAD_MEGABYTES", 512)
# A file handed in as evidence; and who scans it for viruses: host:port, or a socket's path.
EVIDENCE_MEGABYTES = environment.count("CCHC_EVIDENCE_MEGABYTES", 50)
CLAMD = environment.scanner("CCHC_CLAMD")
IMPORT_EXPORT_TMP_STORAGE_CLASS = "import_export.tmp_storages.CacheStorage"
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"

# A rule set with every table full has 46 columns of 200 rows and a blank one: 9,246 fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

STATIC_URL = "static/"
STATIC_ROOT = None if ENVIRONMENT == "test" else LAYOUT.var / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "cchc_portal.uploads.LargeUploads",
]
MEDIA_ROOT = LAYOUT.var / "files"
STORAGES = {
    "default": environment.files_in_s3()
    or {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IS_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ENVIRONMENT == "test" or DEBUG
        else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"  # compressing is slow
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = ENVIRONMENT == "test" or DEBUG

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^(song|san-sang|metrics)$"]
SECURE_HSTS_SECONDS = 31_536_000 if IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PRODUCTION
SECURE_HSTS_PRELOAD = IS_PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_PRODUCTION else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LOG_LEVEL = environment.choice(
    "CCHC_LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"), "WARNING"
)
LOG_FORMAT = environment.choice("CCHC_LOG_FORMAT", ("line", "json"), "line")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
        "json": {"()": "cchc_portal.logs.JsonLines"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
