"""A browser that rings: turned on from a tap, and saying nothing of a notice on a locked screen.

Firebase's own client runs; its servers and the browser's push service are played here.
"""

import json
import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from handbook_api.gateways.push import HOSTS
from handbook_api.notices.delivering.models import PushDevice
from handbook_api.runtime import build_runtime
from tests.support.members import a_province
from tests.support.people import a_member

GOOGLE = re.compile(r"https://firebase(installations)|https://fcmregistrations")
#: Chromium without Google has no push service: one that hands out an address and keeps it.
PUSH_SERVICE = """
const address = () => localStorage.getItem('push-address');
const made = () => address() && {
  endpoint: address(), getKey: () => new Uint8Array([1, 2, 3, 4]).buffer,
  unsubscribe: async () => { localStorage.removeItem('push-address'); return true; },
};
PushManager.prototype.getSubscription = async () => made();
PushManager.prototype.subscribe = async () => {
  localStorage.setItem('push-address', 'https://push.example.test/' + crypto.randomUUID());
  return made();
};
"""


@pytest.fixture
def runtime(library, tmp_path):
    """The library's installation, set up to ring phones and browsers."""
    more = {
        "fcm_credentials_file": tmp_path / "fcm.json",
        "fcm_project_id": "so-tay-thu",
        "fcm_web_api_key": "khoa-thu",
        "fcm_web_app_id": "1:2:web:3",
        "fcm_web_sender_id": "2",
        "fcm_web_vapid_key": "BNxu0_-thu",
    }
    made = build_runtime(library.settings.model_copy(update=more))
    yield made
    made.close()


@pytest.fixture
def other_hosts():
    return HOSTS


@pytest.fixture
def member(runtime):
    tree = a_province(runtime)
    with runtime.transaction() as session:
        return a_member(session, tree.cell).id


@pytest.fixture
def phone(open_browser, member, site):
    """A member's phone, at the page that offers the bell."""
    page = open_browser(member)
    page.context.add_init_script(PUSH_SERVICE)
    page.goto("/toi/thong-bao")
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    return page


@pytest.fixture
def google(phone):
    """Firebase's servers; what was asked of them."""
    asked = []

    def answer(route):
        request = route.request
        headers = {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Headers": "*"}
        if request.method == "OPTIONS":
            route.fulfill(status=204, headers=headers)
            return
        told = json.loads(request.post_data or "{}")
        asked.append((request.url.split("/")[-1], told))
        body = {"name": "projects/so-tay-thu/registrations/x"}
        if request.url.endswith("/installations"):
            held = {"token": "a.b.c", "expiresIn": "604800s"}
            body = {"fid": told["fid"], "refreshToken": "r", "authToken": held}
        else:
            fid = [one["fid"] for name, one in asked if name == "installations"][-1]
            body = {"name": f"projects/so-tay-thu/registrations/{fid}"}
        route.fulfill(json=body, headers=headers)

    phone.context.route(GOOGLE, answer)
    return asked


def _allow(page, site):
    page.context.grant_permissions(["notifications"], origin=site)
    page.reload()


def _devices(runtime):
    with runtime.transaction(read_only=True) as session:
        return session.scalars(select(PushDevice)).all()


def test_the_bell_is_turned_on_from_a_tap_and_heard_of_again(phone, google, site, runtime):
    _allow(phone, site)
    assert not any("firebase" in one for one in _loaded(phone)), "not before the tap"

    phone.get_by_role("button", name="Bật chuông").click()

    expect(phone.locator("main [role=status]").first).to_contain_text("Đã bật chuông")
    expect(phone.get_by_role("button", name="Bật chuông")).to_have_count(0)
    (device,) = _devices(runtime)
    assert (device.kind, device.platform) == ("fid", "web")
    assert [name for name, _ in google] == ["installations", "registrations"]
    told = google[1][1]["web"]
    assert told["endpoint"].startswith("https://push.example.test/")
    assert told["applicationPubKey"] == "BNxu0_-thu"

    phone.goto("/", wait_until="networkidle")
    assert not any("firebase" in one for one in _loaded(phone)), "nothing has changed"
    phone.evaluate("localStorage.setItem('push-address', 'https://push.example.test/moi')")
    with phone.expect_response("**/toi/thong-bao/bat") as renewed:
        phone.goto("/van-ban")
    assert renewed.value.json() == {"address": "/toi/thong-bao?xong=bat", "off": False}


def test_a_browser_that_was_taken_out_does_not_come_back_by_itself(phone, google, site, runtime):
    _allow(phone, site)
    phone.get_by_role("button", name="Bật chuông").click()
    expect(phone.locator("main [role=status]").first).to_contain_text("Đã bật chuông")

    phone.get_by_role("button", name="Thôi rung máy này").click()

    expect(phone.get_by_role("button", name="Bật chuông")).to_be_visible()
    assert phone.evaluate("store.fact('bell')") is None
    assert phone.evaluate("localStorage.getItem('push-address')") is None
    assert [one.dead_reason for one in _devices(runtime)] == ["removed"]


def test_a_refusal_leads_to_the_help_and_says_who_calls(phone, site):
    phone.context.add_init_script(
        "Object.defineProperty(Notification, 'permission', { get: () => 'denied' });"
    )
    phone.reload()

    expect(phone.get_by_text("chi bộ gọi hoặc nhắn SMS cho đồng chí").first).to_be_visible()
    expect(phone.get_by_role("button", name="Bật chuông")).to_be_hidden()
    expect(phone.get_by_role("link", name="Xem các bước").first).to_be_visible()


def _loaded(page):
    return page.evaluate("performance.getEntriesByType('resource').map(one => one.name)")


def _ring(page, site, payload):
    """Let the browser's push service hand `payload` to the service worker; what is shown then."""
    control, found = page.context.new_cdp_session(page), {}

    def note(told):
        found.update({one["scopeURL"]: one["registrationId"] for one in told["registrations"]})

    control.on("ServiceWorker.workerRegistrationUpdated", note)
    control.send("ServiceWorker.enable")
    # A worker that is just being started may hear nothing: it is rung again after a while.
    for turn in range(80):
        page.wait_for_timeout(100)
        registration = found.get(f"{site}/")
        if page.evaluate(_SHOWN):
            break
        if registration is not None and turn % 20 == 1:
            sent = {"origin": site, "registrationId": registration, "data": payload}
            control.send("ServiceWorker.deliverPushMessage", sent)
    return page.evaluate(_SHOWN)


_SHOWN = """navigator.serviceWorker.ready.then((worker) => worker.getNotifications())
  .then((all) => all.map(({ title, body, tag, data }) => ({ title, body, tag, at: data.address })))
"""


@pytest.mark.parametrize("spoken", ["firebase", "declarative", "misshapen", "nonsense"])
def test_a_push_shows_the_fixed_words_and_nothing_of_the_notice(phone, site, spoken):
    _allow(phone, site)
    id_ = str(uuid4())
    words = {"title": "Mật: họp kiểm điểm", "body": "Đồng chí A"}
    payload = {
        "firebase": {"data": {"notice_id": id_, "about": "notice"}, "notification": words},
        "declarative": {
            "web_push": 8030,
            "notification": {**words, "navigate": f"{site}/thong-bao/{id_}", "lang": "vi"},
        },
        "misshapen": {"notification": {**words, "navigate": 5}},
        "nonsense": "không phải JSON",
    }[spoken]

    shown = _ring(phone, site, json.dumps(payload) if spoken != "nonsense" else payload)

    known = spoken in ("firebase", "declarative")
    assert shown == [
        {
            "title": "Bạn có thông báo mới",
            "body": "Mở sổ tay để xem.",
            "tag": id_.replace("-", "") if known else "so-tay",
            "at": f"/thong-bao/{id_}" if known else "/thong-bao",
        }
    ]


def test_a_tap_on_the_bell_opens_its_notice(phone, site):
    _allow(phone, site)
    id_ = str(uuid4())
    _ring(phone, site, json.dumps({"data": {"notice_id": id_, "about": "notice"}}))
    (worker,) = phone.context.service_workers

    with phone.expect_navigation():
        worker.evaluate(
            """async () => {
              const [notification] = await self.registration.getNotifications();
              self.dispatchEvent(new NotificationEvent('notificationclick', { notification }));
            }"""
        )

    assert phone.url == f"{site}/thong-bao/{id_}"
    assert phone.evaluate(_SHOWN) == []
