"""Office files are zip archives full of clocks; here they are written the same way every time."""

from __future__ import annotations

import io
import re
import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)
_PROPERTIES = "docProps/core.xml"
_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")


def without_clocks(archive: bytes) -> bytes:
    """The same archive with every time of writing set to 1 January 1980."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target,
    ):
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == _PROPERTIES:
                content = _MOMENT.sub(rb"\g<1>1980-01-01T00:00:00Z\g<2>", content)
            stable = zipfile.ZipInfo(entry.filename, date_time=_EPOCH)
            stable.compress_type = zipfile.ZIP_DEFLATED
            stable.external_attr = 0o600 << 16
            target.writestr(stable, content)
    return out.getvalue()
