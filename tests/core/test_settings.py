"""Settings, as they are typed by people."""

from handbook_api.core.settings import Settings


def test_the_public_address_may_be_typed_with_a_slash_at_its_end():
    assert Settings(public_url="https://sotay.example.vn/").public_url == "https://sotay.example.vn"
