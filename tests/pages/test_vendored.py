"""What others wrote is what they published, but for what its README says."""

from hashlib import sha256
from pathlib import Path

import handbook_api.pages

FOLDER = Path(handbook_api.pages.__file__).parent / "static" / "firebase"
VERSION = "13.2.0"
PUBLISHED = {
    "firebase-app.js": "a67a49aeb0937561e6405f721cf486dc3085e73763716e8233082417be769d40",
    "firebase-messaging.js": "b408dcf14f26499f20cded195b626b9fb72424e46826218f1dc664b490e84884",
}


def test_firebase_is_the_published_build_and_finds_its_other_half_beside_it():
    for name, digest in PUBLISHED.items():
        ours = (FOLDER / name).read_text("utf-8")
        theirs = ours.replace(
            'from"./firebase-app.js"',
            f'from"https://www.gstatic.com/firebasejs/{VERSION}/firebase-app.js"',
        )
        assert sha256(theirs.encode()).hexdigest() == digest
        assert 'from"https://' not in ours
    assert VERSION in (FOLDER / "README.md").read_text("utf-8")


def test_papers_beside_scripts_are_not_handed_out(guest):
    where = guest.get("/").tree.css_first("link[rel=stylesheet]").attributes["href"]
    folder = where.removesuffix("sotay.css")

    assert guest.get(f"{folder}firebase/firebase-app.js").status == 200
    assert guest.get(f"{folder}firebase/README.md").status == 404
