"""LibreOffice, where it is installed: it opens what we make as a school without Word does."""

import shutil
import subprocess
from pathlib import Path

import pytest

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice here")


def convert(source: Path, form: str, target: Path) -> Path:
    """Convert a document with LibreOffice; return the file it made."""
    assert SOFFICE is not None
    done = subprocess.run(
        [
            SOFFICE, "--headless", f"-env:UserInstallation={(target / 'office').as_uri()}",
            "--convert-to", form, "--outdir", str(target), str(source),
        ],
        capture_output=True, text=True, check=False, timeout=180,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    made = target / f"{source.stem}.{form.partition(':')[0]}"
    assert made.is_file(), done.stdout + done.stderr
    return made


def pages_of(pdf: Path) -> list[str]:
    """Return the text of each page of a PDF; skips the test where poppler is missing."""
    reader = shutil.which("pdftotext")
    if reader is None:
        pytest.skip("no pdftotext here")
    done = subprocess.run(
        [reader, "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    )
    return done.stdout.split("\f")[:-1]
