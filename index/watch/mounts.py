"""Which file systems say of themselves that something changed on them."""

import re
from pathlib import Path, PurePosixPath

TABLE = Path("/proc/self/mounts")
"""Linux's; elsewhere there is none, and whoever listens has to find out by waiting."""
_REMOTE = re.compile(
    r"nfs\d?|cifs|smb\w*|afs|ceph|9p|ncpfs|lustre|glusterfs|beegfs|davfs\d?|vboxsf|virtiofs|prl_fs|vmhgfs"
    r"|fuse\.(?:sshfs|rclone|s3fs|gcsfuse|davfs\d?|glusterfs|vmhgfs-fuse|curlftpfs)"
)
"""What other machines write on, which the kernel here does not see."""


def is_remote(path: Path, table: str | None = None) -> bool:
    """Return whether changes under a path may be made by another machine, with no event here.

    Args:
        path: An absolute path, which need not exist.
        table: Mounts as in /proc/self/mounts; `None` is this machine's own.
    """
    own = PurePosixPath(path)
    rows = [line.split(" ") for line in (_mounts() if table is None else table).splitlines()]
    mounts = [(_unescaped(row[1]), row[2]) for row in rows if len(row) > 2]
    # The longest mount point holds the path, and the last one on it.
    over = sorted(
        (len(point), at, kind) for at, (point, kind) in enumerate(mounts) if own.is_relative_to(point)
    )
    return bool(over and _REMOTE.fullmatch(over[-1][2]))


def _mounts() -> str:
    try:
        return TABLE.read_text("utf-8", "surrogateescape")
    except OSError:
        return ""


def _unescaped(field: str) -> str:
    """Return a mount point with its spaces, which the table writes as octal numbers."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), field)
