"""The FCM stand-in, as tests hold it."""

import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

ROOT = Path(__file__).parents[2]
PROJECT = "so-tay-thu"
_GOOGLE = ("fcm.googleapis.com", "oauth2.googleapis.com")
# Even where a proxy is set for the client that is tested.
_open = build_opener(ProxyHandler({})).open


class Fcm:
    """A running stand-in. `base_url`: for HANDBOOK_FCM_BASE_URL; `close` when done.

    tls: it also answers as Google behind a proxy (`proxy_url`), with a certificate of its own
    authority (`ca_file`).
    """

    def __init__(self, folder: Path, *, tls: bool = False) -> None:
        self.folder = folder
        key = _key()
        public = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        (folder / "public.pem").write_bytes(public)
        if tls:
            _write_certificates(folder)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.fcm_server", str(folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._ports = json.loads(self._process.stdout.readline())

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._ports['http']}"

    @property
    def proxy_url(self) -> str:
        return f"http://127.0.0.1:{self._ports['proxy']}"

    @property
    def ca_file(self) -> Path:
        return self.folder / "ca.pem"

    def credentials_file(self, *, token_uri: str | None = None) -> Path:
        """A service account with a throw-away key; tokens come from the stand-in."""
        pem = _key().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        account = {
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": "thu",
            "private_key": pem.decode(),
            "client_email": f"thu@{PROJECT}.iam.gserviceaccount.com",
            "client_id": "1",
            "token_uri": token_uri or f"{self.base_url}/token",
        }
        path = self.folder / "service-account.json"
        path.write_text(json.dumps(account), "utf-8")
        return path

    def says(self, **said: Any) -> None:
        """Switch: mode (a script for all), share, retry_after, delay, token_mode, …"""
        self._ask("/control", said)

    def forget(self) -> None:
        """It has seen nothing and says yes to everything."""
        self._ask("/control/forget")

    def seen(self) -> list[tuple[str, str, str]]:
        """(address, notice id, script played) of every message, in order."""
        return [tuple(one) for one in json.loads(self._ask("/control/seen"))["seen"]]

    def tokens(self) -> int:
        """How often a token was fetched."""
        return json.loads(self._ask("/control/seen"))["tokens"]

    def tags(self) -> list[tuple[str, str]]:
        """Every (notice id, Android tag) that came together."""
        return [tuple(one) for one in json.loads(self._ask("/control/seen"))["tags"]]

    def rung(self) -> Counter:
        """How often each (address, notice) was answered with yes."""
        return Counter(
            (address, notice) for address, notice, script in self.seen() if script == "ok"
        )

    def bodies(self) -> list[dict[str, Any]]:
        """Every message as it came."""
        return [json.loads(line) for line in self.raw().splitlines()]

    def raw(self) -> bytes:
        """Everything that came, as it came."""
        return self._ask("/control/bodies")

    def heads(self) -> list[Any]:
        """(path, whether it was only to be validated) of every message; hosts asked for."""
        return json.loads(self._ask("/control/heads"))

    def close(self) -> None:
        self._process.stdin.close()
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()

    def _ask(self, path: str, said: Any = None) -> bytes:
        body = None if said is None else json.dumps(said).encode()
        with _open(Request(self.base_url + path, data=body), timeout=30) as answer:
            return answer.read()


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _write_certificates(folder: Path) -> None:
    authority, server = _key(), rsa.generate_private_key(public_exponent=65537, key_size=2048)
    ca = _unsigned("Stand-in CA", authority.public_key())
    ca = ca.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    of_ca = x509.SubjectKeyIdentifier.from_public_key(authority.public_key())
    ca = ca.add_extension(of_ca, critical=False).add_extension(_SIGNS, critical=True)
    leaf = _unsigned(_GOOGLE[0], server.public_key())
    names = x509.SubjectAlternativeName([x509.DNSName(host) for host in _GOOGLE])
    by_ca = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key())
    leaf = leaf.add_extension(names, critical=False).add_extension(by_ca, critical=False)
    pem = serialization.Encoding.PEM
    private = server.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    signed = (one.sign(authority, hashes.SHA256()).public_bytes(pem) for one in (ca, leaf))
    of_authority, of_server = signed
    (folder / "ca.pem").write_bytes(of_authority)
    (folder / "server.pem").write_bytes(private + of_server)


def _unsigned(name: str, key: rsa.RSAPublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Stand-in CA")]))
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .public_key(key)
    )


_SIGNS = x509.KeyUsage(
    digital_signature=True,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=True,
    encipher_only=False,
    decipher_only=False,
)
