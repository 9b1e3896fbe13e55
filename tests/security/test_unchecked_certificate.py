"""A certificate nobody looks at is told every time a command goes to the site."""

import re
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.security.hostile_site import hostile_site
from tests.security.test_hostile_site import said_by
from tests.workflow.folder import school_on
from vsosh_moodle.sandbox import Sandbox

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="no openssl to make a certificate"
)
TOLD = re.compile("сертификат( сайта( https://[^ ]+)?)? не проверяется", re.IGNORECASE)
REFUSED = 6


heard: list[str] = []


def _note(wsfunction: str, body: bytes) -> bytes:
    heard.append(wsfunction)
    return body


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A school folder whose site has a certificate of its own making."""
    root = tmp_path_factory.mktemp("школа")
    key, certificate = root / "key.pem", root / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with Sandbox() as site, hostile_site(site.url, _note, context) as url:
        school = school_on(site, root)
        school.url = url
        school.write_config()
        yield root


def test_a_certificate_of_its_own_making_is_refused_and_sent_nothing(folder: Path) -> None:
    heard.clear()
    code, said = said_by(folder, "plan")
    assert code == REFUSED
    assert "самоподписанный" in said
    assert heard == []


@pytest.mark.parametrize(
    "words",
    ["check", "plan", "status", "apply --yes", "pull", "doctor", "export csv --out загрузка"],
)
def test_a_certificate_nobody_looks_at_is_told_by_every_command(folder: Path, words: str) -> None:
    config = folder / "config.yaml"
    whole = config.read_text(encoding="utf-8")
    config.write_text(whole.replace("site: {", "site: {verify_tls: false, "), encoding="utf-8")
    try:
        _code, said = said_by(folder, *words.replace("загрузка", str(folder / "загрузка")).split())
    finally:
        config.write_text(whole, encoding="utf-8")
    assert TOLD.search(said), said
