"""A real nginx for the tests: Debian's program, free ports, a folder of its own."""

import contextlib
import datetime as dt
import ipaddress
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

PROGRAM = Path("/usr/sbin/nginx")
_GUIDE = Path(__file__).parent.parent / "docs" / "operating.md"
_WHOLE = """\
daemon off;
{user}
pid {folder}/pid;
error_log {folder}/error.log warn;
worker_processes 2;
events {{ }}
http {{
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/answers;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {block}
}}
"""


def block(folder: Path, port: int, processes: list[int]) -> str:
    """Return the server block of docs/operating.md, with other ports and a certificate of ours."""
    found = re.search(r"```nginx\n(.*?)```", _GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    text = found[1]
    for documented, actual in zip(("8443", "8444"), processes, strict=True):
        text = _replaced(text, f"127.0.0.1:{documented} ", f"127.0.0.1:{actual} ")
    text = _replaced(text, "listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;")
    certificate, key = _certificate(folder)
    letsencrypt = "/etc/letsencrypt/live/bridge.example.org"
    text = _replaced(text, f"{letsencrypt}/fullchain.pem", str(certificate))
    return _replaced(text, f"{letsencrypt}/privkey.pem", str(key))


@contextlib.contextmanager
def running(folder: Path, port: int, block: str) -> Iterator[None]:
    """Run nginx with *block* until the block ends."""
    user = "user root root;" if os.geteuid() == 0 else ""
    whole = _WHOLE.format(folder=folder, user=user, block=block)
    (folder / "nginx.conf").write_text(whole, encoding="utf-8")
    log = folder / "error.log"
    server = subprocess.Popen([PROGRAM, "-p", folder, "-e", log, "-c", folder / "nginx.conf"])
    try:
        _until_it_accepts(port)
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def _replaced(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def _until_it_accepts(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError("nginx did not start")


def _certificate(folder: Path) -> tuple[Path, Path]:
    """Return a certificate for 127.0.0.1 and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "bridge of the tests")])
    now = dt.datetime.now(dt.UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private
