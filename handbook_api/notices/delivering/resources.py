"""One's own devices over HTTP, and the help for each brand of phone."""

from uuid import UUID

from flask import request
from flask_restx import Namespace

from handbook_api.content_store.parameters.phones import phone_meant
from handbook_api.content_store.parameters.rules import NoticeRules
from handbook_api.core import clock
from handbook_api.core.policy import Access
from handbook_api.gateways.push import is_set_up
from handbook_api.http.operations import operation
from handbook_api.http.problems import language_of_request
from handbook_api.http.resource import ApiResource
from handbook_api.notices.delivering import devices, errors, queries, schemas

ns = Namespace("devices", path="/me/devices")
phone_ns = Namespace("phones", path="/phones")
NAMESPACES = (ns, phone_ns)


class DeviceResource(ApiResource):
    """What the resources of devices share."""

    @property
    def rules(self) -> NoticeRules:
        """The rules of notices, as they stand today."""
        return self.runtime.content.notices(clock.today())


@ns.route("")
class Devices(DeviceResource):
    """My devices."""

    @operation(
        "listMyDevices",
        "devices",
        access=Access.SIGNED_IN,
        gives=schemas.DevicesOut,
        conditional=False,
    )
    def get(self) -> schemas.DevicesOut:
        """Các máy của tôi nhận thông báo đẩy, máy nào không còn nhận và vì sao."""
        found = queries.devices_of(self.session, self.identity)
        mine = self.identity.session_id
        return schemas.DevicesOut(
            bells=is_set_up(self.runtime.settings),
            items=[schemas.device_out(device, mine) for device in found],
        )

    @operation(
        "registerMyDevice",
        "devices",
        access=Access.SIGNED_IN,
        takes=schemas.DeviceIn,
        gives=schemas.DeviceOut,
    )
    def post(self, body: schemas.DeviceIn) -> schemas.DeviceOut:
        """Đăng ký máy này, hoặc báo máy còn dùng. Gọi mỗi lần mở ứng dụng; gọi lại vô hại.

        Máy thuộc về lần đăng nhập đang dùng: đăng xuất thì máy thôi nhận.
        """
        told = body.registration()
        device = devices.register(self.session, self.identity, self.rules, told)
        return schemas.device_out(device, self.identity.session_id)


@ns.route("/<uuid:device_id>")
class OneDevice(DeviceResource):
    """One of my devices."""

    @operation(
        "removeMyDevice",
        "devices",
        access=Access.SIGNED_IN,
        status=204,
        refuses=[errors.DeviceNotFound],
    )
    def delete(self, device_id: UUID) -> None:
        """Gỡ một máy: máy thôi nhận thông báo đẩy, vẫn đăng nhập."""
        devices.remove(self.session, self.identity, device_id)


@ns.route("/<uuid:device_id>/test")
class DeviceTest(DeviceResource):
    """Trying a device."""

    @operation(
        "testMyDevice",
        "devices",
        access=Access.SIGNED_IN,
        gives=schemas.DeviceOut,
        status=202,
        refuses=[
            errors.DeviceNotFound,
            errors.DeviceSilent,
            errors.TestedJustNow,
            errors.BellsNotSetUp,
        ],
    )
    def post(self, device_id: UUID) -> schemas.DeviceOut:
        """Thử thông báo: máy rung trong 10 giây, kể cả ban đêm. Không thấy: xem /phones."""
        queries.get_device(self.session, self.identity, device_id)
        if not is_set_up(self.runtime.settings):
            raise errors.BellsNotSetUp
        device = devices.ring_test(self.session, self.identity, self.rules, device_id)
        return schemas.device_out(device, self.identity.session_id)


@ns.route("/<uuid:device_id>/received")
class DeviceReceived(DeviceResource):
    """What came through."""

    @operation(
        "noteReceivedOnMyDevice",
        "devices",
        access=Access.SIGNED_IN,
        takes=schemas.ReceivedIn,
        status=204,
        refuses=[errors.DeviceNotFound],
    )
    def post(self, device_id: UUID, body: schemas.ReceivedIn) -> None:
        """Máy báo thông báo (hoặc thông báo thử) đã hiện; gọi lại vô hại."""
        devices.note_received(
            self.session, self.identity, device_id, body.notice_ids, test=body.test
        )


@phone_ns.route("")
class Phones(DeviceResource):
    """Help by brand."""

    @operation(
        "listPhones", "devices", access=Access.PUBLIC, gives=schemas.PhonesOut, conditional=False
    )
    def get(self) -> schemas.PhonesOut:
        """Từng hãng điện thoại phải đặt gì để thông báo đến được; đoán hãng theo trình duyệt."""
        phones = self.runtime.content.phones
        told = [value for name, value in request.headers if name in _TELL_THE_BRAND]
        meant = phone_meant(phones, told)
        language = language_of_request()
        return schemas.PhonesOut(
            yours=meant.code if meant else None,
            items=[schemas.phone_out(phone, language) for phone in phones.values()],
        )


#: Newer browsers tell the model only in the second.
_TELL_THE_BRAND = ("User-Agent", "Sec-Ch-Ua-Model")
