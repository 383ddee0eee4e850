"""The page that shows the API to people."""

from csp.decorators import csp_update
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularSwaggerSplitView


@method_decorator(csp_update({"style-src": "'unsafe-inline'"}), name="dispatch")
class DocsView(SpectacularSwaggerSplitView):
    """Swagger UI of our own files; it draws with inline styles, which this page alone allows."""
