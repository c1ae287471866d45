"""A committee beside a library that holds one whole text."""

from dataclasses import dataclass
from uuid import uuid4

import pytest

from tests.support.client import Answer, Client
from tests.support.notices import Committee, a_peopled_committee

ME, OTHER, HEAD = "Trần Thị Máy", "Phạm Thị Xa", "Nguyễn Văn Bí"


@dataclass
class Reader:
    """Somebody who reads the paper about trees and keeps things for himself."""

    client: Client
    document_id: str

    def put(self, id_=None, **said) -> Answer:
        """Keep something; a note at point 1.1 unless said otherwise."""
        body = {"motivation": "commenting", "document_id": self.document_id, "anchor": "1.1"}
        if said.get("motivation", "commenting") == "commenting":
            body["text"] = "Hỏi lại chi ủy."
        return self.client.put(f"/me/annotations/{id_ or uuid4()}", body | said)

    def note(self, **said):
        """Keep something; what came back."""
        answer = self.put(**said)
        assert answer.status == 200, answer.json
        return answer.json

    def all(self, **query):
        """Everything he keeps."""
        return self.client.get("/me/annotations", **query).json["items"]


@pytest.fixture
def document_id(bring, paper):
    return bring(paper()).document_id


@pytest.fixture
def committee(library) -> Committee:
    return a_peopled_committee(library)


@pytest.fixture
def reader(committee, document_id):
    """Return somebody as a reader."""
    return lambda name: Reader(committee.as_(name), document_id)


@pytest.fixture
def me(reader) -> Reader:
    return reader(ME)
