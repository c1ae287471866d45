"""Whoever asks what is held about him sees his notices, answers, devices and saved searches."""

from datetime import timedelta

from handbook_api.core import clock
from tests.notices.saved_searches.conftest import FAR, HEAD, MACHINE, NOON, WORDS
from tests.support.notices import compose_and_send, said


def held(followers, name):
    data = followers.committee.as_(name).get("/me/data")
    assert data.status == 200, data.json
    return {one["code"]: one for one in data.json["elsewhere"]}


def test_it_is_all_there_in_his_own_words(followers):
    followers.follow(MACHINE)
    meeting = {
        "kind": "meeting",
        "starts_at": (NOON + timedelta(days=3)).isoformat(),
        "place": "Nhà văn hóa",
        "title": "Mời họp",
    }
    head, mine = followers.committee.as_(HEAD), followers.committee.as_(MACHINE)
    sent = compose_and_send(head, said(followers.committee.tree.cell, **meeting))
    assert sent.status == 200, sent.json
    followers.committee.work(until=NOON + timedelta(minutes=5))
    with clock.frozen(NOON + timedelta(minutes=6)):
        for answer, reason in (("attend", None), ("absent", "đưa con đi khám")):
            body = {"answer": answer, **({"reason": reason} if reason else {})}
            given = mine.post(f"/me/inbox/{sent.json['id']}/answers", body)
            assert given.status == 201, given.json

    found = held(followers, MACHINE)

    assert {one["name"] for one in found.values()} == {
        "Thông báo đã nhận và đã trả lời",
        "Máy nhận thông báo",
        "Lời tìm đã lưu",
        "Ghi chú, đánh dấu, tô sáng trong văn bản",
    }
    (notice,) = found["notices"]["entries"]
    assert notice["title"] == "Mời họp"
    assert notice["reach"] == "answered"
    assert (notice["answer_1"], notice["answer_2"]) == ("attend", "absent")
    assert notice["reason_2"] == "đưa con đi khám"
    (search,) = found["saved_searches"]["entries"]
    assert search["q"] == WORDS
    assert held(followers, FAR)["saved_searches"]["entries"] == []
    assert "answer_1" not in held(followers, FAR)["notices"]["entries"][0]


def test_devices_are_told_without_their_addresses(followers):
    mine = followers.committee.as_(MACHINE)
    told = {"kind": "fid", "platform": "android", "address": "x" * 22, "brand": "oppo"}

    registered = mine.post("/me/devices", told)

    assert registered.status == 200, registered.json
    (device,) = held(followers, MACHINE)["devices"]["entries"]
    assert (device["platform"], device["brand"]) == ("android", "oppo")
    assert "x" * 22 not in str(device)
    assert held(followers, FAR)["devices"]["entries"] == []
