"""Files in S3, or in anything that speaks its API (`AWS_ENDPOINT_URL`), through boto3.

Comes in: `s3://bucket/key` addresses and local paths. Goes out: files copied either way. A download
is renamed into place when it is whole.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from edc.errors import InputError, TransientError, UsageError
from edc.files import atomic_write

CONTENT_TYPES = {
    ".parquet": "application/vnd.apache.parquet",
    ".m3u8": "application/vnd.apple.mpegurl",
    ".vtt": "text/vtt",
    ".otio": "application/json",
    ".jsonl": "application/jsonl",
    ".jsonld": "application/ld+json",
}
"""What `mimetypes` does not know on every system."""


MAX_ATTEMPTS = 8
"""Tries per request before a busy or unreachable store is reported."""


def is_remote(address: str) -> bool:
    return address.startswith("s3://")


def split(address: str) -> tuple[str, str]:
    """`s3://bucket/a/b` → ("bucket", "a/b").

    Raises:
        UsageError: not of that form.
    """
    bucket, _, key = address.removeprefix("s3://").partition("/")
    if not is_remote(address) or not bucket:
        raise UsageError(f"{address!r} is no S3 address: write s3://bucket/key.")
    return bucket, key.rstrip("/")


def client() -> Any:
    import boto3
    from botocore.config import Config

    return boto3.client("s3", config=Config(retries={"mode": "adaptive", "max_attempts": MAX_ATTEMPTS}))


@contextmanager
def _said_clearly(address: str) -> Iterator[None]:
    """Turns botocore's errors into ours: what is missing, what is forbidden, what may be tried again."""
    from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

    try:
        yield
    except NoCredentialsError as error:
        raise UsageError(f"{address}: no AWS credentials found. Set AWS_PROFILE or run `aws configure`.") from error
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if code in ("404", "NoSuchKey", "NoSuchBucket"):
            raise InputError(f"{address} does not exist: check the bucket and the key.") from error
        if code in ("403", "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch"):
            raise UsageError(f"{address}: no permission ({code}). Check the bucket's policy and your keys.") from error
        raise TransientError(f"{address}: the object store answered {code or error}. Try again later.") from error
    except BotoCoreError as error:
        raise TransientError(f"{address}: the object store cannot be reached ({error}). Try again later.") from error


def download(address: str, path: Path) -> Path:
    """Copies one object to `path` unless the same version (by ETag) lies there already."""
    bucket, key = split(address)
    with _said_clearly(address):
        s3 = client()
        etag = str(s3.head_object(Bucket=bucket, Key=key)["ETag"])
        mark = path.with_name(path.name + ".etag")
        if path.exists() and mark.exists() and mark.read_text() == etag:
            return path
        with atomic_write(path) as temporary:
            s3.download_file(bucket, key, str(temporary))
        mark.write_text(etag)
    return path


def download_folder(address: str, folder: Path) -> int:
    """Copies all objects under a prefix into `folder`; gives their number."""
    bucket, prefix = split(address)
    count = 0
    with _said_clearly(address):
        s3 = client()
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=f"{prefix}/"):
            for entry in page.get("Contents", ()):
                relative = Path(str(entry["Key"])[len(prefix) + 1 :])
                if relative.is_absolute() or ".." in relative.parts:
                    raise InputError(f"{address} holds the key {entry['Key']!r}, which leads out of the folder.")
                target = folder / relative
                if not target.exists() or target.stat().st_size != entry["Size"]:
                    with atomic_write(target) as temporary:
                        s3.download_file(bucket, entry["Key"], str(temporary))
                count += 1
    return count


def upload(path: Path, address: str) -> None:
    bucket, key = split(address)
    kind = CONTENT_TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    with _said_clearly(address):
        client().upload_file(str(path), bucket, key, ExtraArgs={"ContentType": kind})


def check_bucket(address: str) -> None:
    """Fails at once, before hours of work, when the bucket cannot be written to by this user."""
    bucket, _ = split(address)
    with _said_clearly(address):
        client().head_bucket(Bucket=bucket)
