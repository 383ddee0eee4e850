"""Pages of the API's lists: numbered, with how many there are in all."""

from rest_framework.pagination import PageNumberPagination


class NumberedPages(PageNumberPagination):
    """Pages of a hundred unless asked otherwise; views declare how long one may be at most."""

    page_size = 100
    page_size_query_param = "page_size"
    invalid_page_message = "Không có trang này."
