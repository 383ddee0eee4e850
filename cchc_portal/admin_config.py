"""Django's admin with the portal's own site; apart, because apps are configured before models."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    """The admin app."""

    default_site = "cchc_portal.admin_site.PortalAdminSite"
