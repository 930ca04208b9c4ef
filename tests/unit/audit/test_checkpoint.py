from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gateway.audit import checkpoint
from gateway.audit.checkpoint import LOG, WITNESS, Checkpoint, VerifierKey
from gateway.crypto.ed25519 import LogKey
from gateway.errors import BadInput
from verifier import notes
from witness.server import Signer

ORIGIN = "log.example.nl/audit"
LOG_KEY = LogKey.from_seed(bytes(32))
KEY = VerifierKey(ORIGIN, LOG, LOG_KEY.public)
POINT = Checkpoint(7, bytes(range(32)))
NOTE = checkpoint.write(POINT, ORIGIN, LOG_KEY)
SIGNER = Signer("witness.example.nl/w1", Ed25519PrivateKey.from_private_bytes(b"\x01" * 32))
WITNESS_KEY = checkpoint.read_key(SIGNER.verifier_key)
# The published key of an existing log, whose key id others computed (type byte 1, Ed25519).
GOLANG = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"


def test_the_note_has_the_form_of_c2sp() -> None:
    text, _, below = NOTE.partition("\n\n")
    assert text == "log.example.nl/audit\n7\nAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    assert below.startswith("— log.example.nl/audit ")
    assert checkpoint.read(NOTE, KEY) == POINT
    assert notes.read(NOTE, notes.Key.read(str(KEY))).root == POINT.root


def test_a_published_key_of_another_log_reads_and_writes_back() -> None:
    assert str(checkpoint.read_key(GOLANG)) == GOLANG
    assert notes.Key.read(GOLANG).id.hex() == "033de0ae"


@pytest.mark.parametrize(
    "wrong", ["", "a+b", GOLANG.replace("033de0ae", "033de0af"), GOLANG[:-2], GOLANG + "=", "+" + GOLANG]
)
def test_a_key_whose_parts_do_not_belong_together_is_refused(wrong: str) -> None:
    with pytest.raises(BadInput):
        checkpoint.read_key(wrong)
    with pytest.raises(ValueError):
        notes.Key.read(wrong)


def test_a_cosignature_is_taken_from_its_witness_only_and_the_note_stays_readable_with_it() -> None:
    line = SIGNER.cosign(NOTE, 1_790_000_000)
    other = Signer("witness.example.nl/w2", Ed25519PrivateKey.from_private_bytes(b"\x02" * 32))
    assert checkpoint.cosigned(NOTE, line, WITNESS_KEY)
    assert not checkpoint.cosigned(NOTE, other.cosign(NOTE, 1), WITNESS_KEY)
    assert not checkpoint.cosigned(NOTE, Signer(SIGNER.name, other.private).cosign(NOTE, 1), WITNESS_KEY)
    later = checkpoint.write(Checkpoint(8, POINT.root), ORIGIN, LOG_KEY)
    assert not checkpoint.cosigned(later, line, WITNESS_KEY)
    assert checkpoint.read(NOTE + line, KEY) == POINT
    both = notes.read(NOTE + line, notes.Key.read(str(KEY)), (SIGNER.key,))
    assert both.witnesses == {SIGNER.name}
    assert notes.read(NOTE + line, notes.Key.read(str(KEY))).witnesses == frozenset()


def test_a_log_key_does_not_pass_for_a_witness_key_nor_the_other_way_round() -> None:
    assert VerifierKey(ORIGIN, LOG, LOG_KEY.public).id != VerifierKey(ORIGIN, WITNESS, LOG_KEY.public).id
    with pytest.raises(BadInput):
        checkpoint.read(NOTE, VerifierKey(ORIGIN, WITNESS, LOG_KEY.public))


@pytest.mark.parametrize(
    "wrong",
    [
        NOTE.replace("\n7\n", "\n07\n"),
        NOTE.replace("\n7\n", "\n-7\n"),
        NOTE.replace("\n7\n", "\n٧\n"),
        NOTE.replace("\n\n", "\nmore\n\n"),
        NOTE.replace(ORIGIN, "log.example.nl/other"),
        NOTE.removesuffix("\n"),
        NOTE + "\n",
        NOTE + "— x y",
        NOTE.replace("— ", "- "),
        NOTE.replace("\n", "\r\n"),
        "",
        "\n\n",
    ],
)
def test_what_is_not_written_exactly_so_is_refused(wrong: str) -> None:
    with pytest.raises(BadInput):
        checkpoint.read(wrong, KEY)
    with pytest.raises(ValueError):
        notes.read(wrong, notes.Key.read(str(KEY)))
