"""What axe finds wrong with a page."""

from axe_playwright_python.sync_playwright import Axe


def faults(page) -> list[tuple[str, str]]:
    """Return what axe finds on the page: rule and the element's markup."""
    violations = Axe().run(page).response["violations"]
    return [(fault["id"], node["html"]) for fault in violations for node in fault["nodes"]]
