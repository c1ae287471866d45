"""Every page is looked at in a browser, for readers of screens and for thumbs, at both sizes."""

from handbook_api.app import create_app
from tests.pages.browser import addresses

_LISTS = [one for one in vars(addresses).values() if isinstance(one, list)]
#: What is asked for by GET and is in no list.
NO_PAGES = {
    # For machines, and for the handbook's own scripts.
    "/goi-y",
    "/healthz",
    "/metrics",
    "/openapi.json",
    "/readyz",
    "/so-tay.webmanifest",
    "/sw.js",
    "/docs",
    "/thong-bao/so.json",
    "/toi/thong-bao/cau-hinh.json",
    "/van-ban/<string:document_id>/ghi-chu/manh",
    # Files.
    "/lam-viec/dang-vien/nhap/mau",
    "/lam-viec/so-lieu/bang.csv",
    "/lam-viec/van-ban/nhap/<uuid:draft_id>/tep",
    "/thong-bao/<uuid:notice_id>/lich.ics",
    "/toi/du-lieu",
    "/van-ban/<string:document_id>/tep",
    # They lead on to another page.
    "/ngon-ngu/<string:language>",
}
#: Journeys come by them and look.
BY_JOURNEYS = {
    "/lam-viec/dang-vien/nhap/<uuid:import_id>",
    "/lam-viec/dang-vien/nhap/<uuid:import_id>/xem-truoc",
    "/van-ban/<string:document_id>/xem-truoc",
}


def _shows(address, rule):
    """Whether a page of a list is one of a rule; what is known only in a test stands in braces."""
    said, asked = address.partition("?")[0].split("/"), rule.split("/")
    return len(said) == len(asked) and all(map(_fits, said, asked))


def _fits(said, asked):
    if not asked.startswith("<"):
        return said == asked
    return said.startswith("{") or asked.startswith("<string:")


def _pages(app):
    """Yield the rules under which a view answers with a page of its own."""
    views = {
        rule.rule: getattr(app.view_functions[rule.endpoint], "view_class", None)
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and not rule.rule.startswith(("/api/", "/giao-dien/", "/static/"))
    }
    pages = [view for view in views.values() if view is not None and "get" in view.__dict__]
    for rule, view in views.items():
        # Where a form is sent shows the page it stands on, which has an address of its own.
        if view is None or view in pages or not issubclass(view, tuple(pages)):
            yield rule


def test_every_page_is_in_a_list_that_a_browser_looks_through(runtime):
    pages = set(_pages(create_app(runtime)))
    listed = {rule for rule in pages for one in _LISTS for address in one if _shows(address, rule)}

    assert pages - listed - BY_JOURNEYS - NO_PAGES == set()
    assert pages >= (BY_JOURNEYS | NO_PAGES)
    assert listed & (BY_JOURNEYS | NO_PAGES) == set()
