"""An OpenID provider of our own, over real HTTP on this machine, that can be told to misbehave.

It keeps the rules it is there to check: PKCE by S256, the client's secret, the exact address to
return to, and each code once.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

CLIENT_ID = "so-tay-thu"
CLIENT_SECRET = "mật khẩu của ứng dụng thử".encode().hex()
CALLBACK = "https://sotay.example.vn/dang-nhap/dinh-danh"


@lru_cache(maxsize=4)
def rsa_key(name: str) -> RSAKey:
    """The RSA key called `name`; the same one all through a run, for making one takes long."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


@lru_cache(maxsize=4)
def ec_key(name: str) -> ECKey:
    """The P-256 key called `name`."""
    return ECKey.generate_key("P-256", {"kid": name, "use": "sig"})


@dataclass
class Grant:
    """A code that was given out, and what it is bound to."""

    redirect_uri: str
    challenge: str
    nonce: str | None
    subject: str


@dataclass
class Provider:
    """The provider's state; tests change it to plant faults.

    subject: who walks in next. claims: put into the next tokens; None leaves a claim out.
    sign: makes the token out of its claims. description: changes what discovery says.
    answers: path → (status, headers, body) given instead of the real answer.
    """

    port: int = 0
    subject: str = "người-1"
    claims: dict[str, Any] = field(default_factory=dict)
    description: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    keys: list[Any] = field(default_factory=lambda: [rsa_key("khoa-1")])
    algorithm: str = "RS256"
    sign: Callable[[dict[str, Any]], str] | None = None
    #: (method, path) of every call, in order.
    calls: list[tuple[str, str]] = field(default_factory=list)
    #: The form and headers of the last call of the token endpoint.
    asked: tuple[dict[str, str], dict[str, str]] | None = None
    grants: dict[str, Grant] = field(default_factory=dict)
    delay: float = 0.0

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def count(self, path: str) -> int:
        """How often `path` was called."""
        return sum(called == path for _, called in self.calls)

    def walk_in(self, authorize_url: str, subject: str | None = None) -> dict[str, str]:
        """Go there as a browser does; return what the address to come back to says."""
        self.subject = subject or self.subject
        answer = httpx.get(authorize_url, follow_redirects=False, trust_env=False)
        assert answer.status_code == 302, answer.text
        back = urlsplit(answer.headers["Location"])
        assert f"{back.scheme}://{back.netloc}{back.path}" == CALLBACK
        return {name: values[0] for name, values in parse_qs(back.query).items()}

    def describe(self) -> dict[str, Any]:
        said = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }
        return {**said, **self.description}

    def id_token(self, grant: Grant) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "sub": grant.subject,
            "aud": CLIENT_ID,
            "exp": now + 300,
            "iat": now,
            "nonce": grant.nonce,
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        return (self.sign or self.signed)(claims)

    def signed(self, claims: dict[str, Any]) -> str:
        """The token as an honest provider makes it."""
        key = self.keys[-1]
        header = {"alg": self.algorithm, "kid": key.kid}
        return jwt.encode(header, claims, key, algorithms=[self.algorithm])


class _Handler(BaseHTTPRequestHandler):
    provider: Provider
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        self._note("GET", address.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        if address.path == "/.well-known/openid-configuration":
            self._json(200, self.provider.describe())
        elif address.path == "/keys":
            keys = [key.as_dict(private=False) for key in self.provider.keys]
            self._json(200, {"keys": keys})
        elif address.path == "/authorize":
            self._authorize(query)
        else:
            self._json(404, {})

    def do_POST(self) -> None:
        self._note("POST", self.path)
        length = int(self.headers.get("Content-Length", 0))
        text = self.rfile.read(length).decode()
        form = {name: values[0] for name, values in parse_qs(text).items()}
        self.provider.asked = form, dict(self.headers)
        self._token(form)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def _note(self, method: str, path: str) -> None:
        self.provider.calls.append((method, path))
        time.sleep(self.provider.delay)

    def _authorize(self, query: dict[str, str]) -> None:
        challenge = query.get("code_challenge")
        if query.get("response_type") != "code" or query.get("client_id") != CLIENT_ID:
            return self._json(400, {"error": "invalid_request"})
        if query.get("redirect_uri") != CALLBACK or "openid" not in query["scope"].split():
            return self._json(400, {"error": "invalid_request"})
        if not challenge or query.get("code_challenge_method") != "S256":
            return self._json(400, {"error": "invalid_request", "error_description": "PKCE"})
        code = secrets.token_urlsafe(24)
        self.provider.grants[code] = Grant(
            query["redirect_uri"], challenge, query.get("nonce"), self.provider.subject
        )
        back = urlencode({"code": code, "state": query.get("state", "")})
        self._send(302, {"Location": f"{query['redirect_uri']}?{back}"}, b"")
        return None

    def _token(self, form: dict[str, str]) -> None:
        if not self._client_is_known(form):
            return self._json(401, {"error": "invalid_client"})
        grant = self.provider.grants.pop(form.get("code", ""), None)
        if form.get("grant_type") != "authorization_code" or grant is None:
            return self._json(400, {"error": "invalid_grant"})
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if form.get("redirect_uri") != grant.redirect_uri or challenge != grant.challenge:
            return self._json(400, {"error": "invalid_grant"})
        token = {"access_token": "thử", "token_type": "Bearer", "expires_in": 300}
        self._json(200, {**token, "id_token": self.provider.id_token(grant)})
        return None

    def _client_is_known(self, form: dict[str, str]) -> bool:
        if "client_secret" in form:
            return (form.get("client_id"), form["client_secret"]) == (CLIENT_ID, CLIENT_SECRET)
        expected = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        return self.headers.get("Authorization") == f"Basic {expected}"

    def _json(self, status: int, body: Any) -> None:
        self._send(status, {"Content-Type": "application/json"}, json.dumps(body).encode())

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        planted = self.provider.answers.get(urlsplit(self.path).path)
        status, headers, body = planted or (status, headers, body)
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def running_provider() -> Iterator[Provider]:
    """A provider that answers until the block ends."""
    provider = Provider()
    handler = type("Handler", (_Handler,), {"provider": provider})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # whoever hangs up may
    provider.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
