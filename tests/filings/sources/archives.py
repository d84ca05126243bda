"""Archives made in memory."""

import gzip
import io
import tarfile
import zipfile


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return packed.getvalue()


def zipped_with_password(name: str, data: bytes) -> bytes:
    """A zip whose member says that it is encrypted; the standard library cannot make a real one."""
    packed = bytearray(zipped({name: data}))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(signature) + flags] |= 0x1
    return bytes(packed)


def tarred(members: dict[str, bytes | tarfile.TarInfo]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, data in members.items():
            member = data if isinstance(data, tarfile.TarInfo) else tarfile.TarInfo(name)
            if isinstance(data, bytes):
                member.size = len(data)
            archive.addfile(member, io.BytesIO(data) if isinstance(data, bytes) else None)
    return packed.getvalue()


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)
