"""A mail server on this machine: speaks as much SMTP as a client needs, and keeps the letters."""

import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class MailServer:
    """says: what to answer to a command (“RCPT”), first to last; the usual when none is left.

    An answer of None cuts the line.
    """

    def __init__(self, certificate: Path | None, *, tls: bool = False) -> None:
        self.letters: list[str] = []
        self.receivers: list[str] = []
        self.commands: list[str] = []
        self.encrypted: list[bool] = []
        self.says: dict[str, list[str | None]] = {}
        self.context = None
        if certificate is not None:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(certificate)
        self.tls = tls
        mail = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                _Conversation(mail, self.request).hold()

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True

    @property
    def port(self) -> int:
        return self.server.server_address[1]


class _Conversation:
    def __init__(self, mail: MailServer, line) -> None:
        self.mail, self.encrypted = mail, False
        self.line = line
        self.line.settimeout(10)

    def hold(self) -> None:
        try:
            if self.mail.tls:
                self._encrypt()
            self.file = self.line.makefile("rb")
            self._say("220 here")
            while self._answer():
                pass
        except OSError:
            return
        finally:
            self.line.close()

    def _answer(self) -> bool:
        command = self.file.readline().decode().strip()
        if not command:
            return False
        verb = command.split()[0].upper().split(":")[0]
        self.mail.commands.append(verb)
        planned = self.mail.says.get(verb)
        said = planned.pop(0) if planned else _usual(verb, self.encrypted, self.mail)
        if said is None:
            return False
        self._say(said)
        if verb == "RCPT" and said.startswith("2"):
            self.mail.receivers.append(command.partition("<")[2].partition(">")[0])
        if verb == "DATA" and said.startswith("3"):
            return self._letter()
        if verb == "STARTTLS" and said.startswith("2"):
            self._encrypt()
            self.file = self.line.makefile("rb")
        return verb != "QUIT"

    def _letter(self) -> bool:
        lines = []
        while (line := self.file.readline()) not in (b".\r\n", b""):
            lines.append(line)
        planned = self.mail.says.get("LETTER")
        said = planned.pop(0) if planned else "250 taken"
        if said is None:
            return False
        if said.startswith("2"):
            self.mail.letters.append(b"".join(lines).decode())
            self.mail.encrypted.append(self.encrypted)
        self._say(said)
        return True

    def _encrypt(self) -> None:
        self.line = self.mail.context.wrap_socket(self.line, server_side=True)
        self.encrypted = True

    def _say(self, words: str) -> None:
        self.line.sendall(words.encode() + b"\r\n")


def _usual(verb: str, encrypted: bool, mail: MailServer) -> str:
    if verb == "EHLO":
        offers = ["here", "AUTH PLAIN"]
        if mail.context is not None and not encrypted:
            offers.append("STARTTLS")
        last = len(offers) - 1
        return "\r\n".join(f"250{' ' if i == last else '-'}{o}" for i, o in enumerate(offers))
    return {
        "STARTTLS": "220 go on",
        "AUTH": "235 welcome",
        "DATA": "354 go on",
        "QUIT": "221 bye",
    }.get(verb, "250 fine")


@contextmanager
def mail_server(certificate: Path | None = None, *, tls: bool = False) -> Iterator[MailServer]:
    """A server that listens until the end."""
    mail = MailServer(certificate, tls=tls)
    thread = threading.Thread(target=mail.server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield mail
    finally:
        mail.server.shutdown()
        mail.server.server_close()
        thread.join()


def certificate_for(folder: Path) -> Path:
    """Return a file with a key and a certificate for 127.0.0.1 that it signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "mail.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return file
