"""The beginning of a stored file: from a store far away no more is fetched than that."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from botocore.response import StreamingBody
from botocore.stub import Stubber
from storages.backends.s3 import S3Storage

from foundation.models import StoredFile
from foundation.services.files import beginning
from foundation.services.row_estimates import rows_about


@pytest.fixture
def store(monkeypatch) -> Iterator[Stubber]:
    """Keep files in S3; whatever is asked of it that was not foretold is refused."""
    options = {"bucket_name": "b", "access_key": "x", "secret_key": "x", "region_name": "x"}
    storage = S3Storage(**options)
    monkeypatch.setattr(StoredFile.file.field, "storage", storage)
    with Stubber(storage.connection.meta.client) as stub:
        yield stub
        stub.assert_no_pending_responses()


def test_of_a_file_far_away_only_the_beginning_is_fetched(store):
    # 655 lines of 100 bytes and 36 bytes of the next: 3 000 lines, the first is the header.
    head = (b"x" * 99 + b"\n") * 656
    asked = {"Bucket": "b", "Key": "intake/x.csv"}
    store.add_response("head_object", {"ContentLength": 300_000}, asked)
    body = StreamingBody(BytesIO(head[:65_536]), 65_536)
    store.add_response("get_object", {"Body": body}, asked | {"Range": "bytes=0-65535"})

    assert rows_about(StoredFile(size=300_000, file="intake/x.csv")) == 2_999


def test_a_file_that_has_gone_from_far_away_is_not_found(store):
    store.add_client_error("head_object", "404", http_status_code=404)

    with pytest.raises(FileNotFoundError):
        beginning(StoredFile(size=300_000, file="intake/x.csv"), 10)


def test_the_beginning_of_a_file_at_hand_is_read(stored_file):
    assert beginning(stored_file("abcdef"), 4) == b"abcd"
    assert beginning(stored_file("abcdef"), 40) == b"abcdef"
