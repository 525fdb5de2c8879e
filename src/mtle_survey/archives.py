"""What may go wrong when an archive that a user dropped in is opened and a part of it is parsed."""

from __future__ import annotations

import zipfile
import zlib
from xml.etree import ElementTree

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,  # a part whose compressed bytes are damaged
    NotImplementedError,  # zipfile's word for a compression or version that it does not know
    RuntimeError,  # zipfile's word for a part that is encrypted
    KeyError,  # a part that the directory of the archive lacks
    EOFError,
    OSError,
    ElementTree.ParseError,
    ValueError,  # impossible offsets and names
)
"""What reading a damaged archive, or one that is not what its name says, may raise."""
