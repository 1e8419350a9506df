"""Secrets without a keyring, and the references that stand for them."""

import pytest

from app.errors import InvalidInput, VaultUnavailable
from app.gateways.vault import KeyringVault
from app.gateways.vault_memory import FallbackVault, MemoryVault
from models.values.integrations import Reference, Secret
from tests.fakes.keyrings import PlainKeyring
from tests.fakes.vault import MemoryVault as FakeVault

ANNA = Reference("whoop", "anna")
BEN = Reference("whoop", "ben")
TOKENS = Secret(access="canary-access", refresh="canary-refresh", expires="2026-11-23T05:00:00Z")
LONG = Secret(access="a" * 5000, refresh="ü" * 900)


@pytest.mark.parametrize("owner", ["anna", "a/b", "", "keyring:x/y", "ä b%2F"])
def test_a_reference_reads_back(owner):
    reference = Reference("whoop", owner)
    if owner:
        assert Reference.parse(str(reference)) == reference
    else:
        with pytest.raises(ValueError, match="not a reference"):
            Reference.parse(str(reference))


@pytest.mark.parametrize("text", ["", "canary", "keyring:", "keyring:whoop", "keyring:/x", "whoop/anna"])
def test_what_is_no_reference_is_not_repeated(text):
    with pytest.raises(ValueError, match="not a reference") as caught:
        Reference.parse(text)
    assert "canary" not in str(caught.value)


def test_without_a_keyring_secrets_live_as_long_as_the_run():
    keyring = FakeVault("locked")
    vault = FallbackVault(keyring)
    assert (vault.lasting, vault.banner) == (True, "")
    vault.write(ANNA, TOKENS)
    assert vault.read(ANNA) == TOKENS
    assert not vault.lasting
    assert "locked" in vault.banner
    assert "until Peakline is closed" in vault.banner
    assert not vault.retry()

    keyring.reason = None
    assert vault.retry()
    assert vault.banner == ""
    assert keyring.read(ANNA) == TOKENS
    keyring.reason = "missing"
    assert vault.read(ANNA) is None
    with pytest.raises(VaultUnavailable):
        vault.delete(ANNA)
    keyring.reason = None
    assert vault.read(ANNA) == TOKENS
    assert vault.lasting


def test_a_keyring_that_fails_halfway_loses_nothing():
    keyring = FakeVault()
    vault = FallbackVault(keyring)
    vault.write(ANNA, TOKENS)
    keyring.writes_left = 0
    vault.write(ANNA, LONG)
    assert not vault.lasting
    assert (vault.read(ANNA), keyring.read(ANNA)) == (LONG, TOKENS)
    assert "a" * 9 not in repr(vault) + repr(vars(vault)["_memory"]) + vault.banner


PLAIN = PlainKeyring()


@pytest.mark.parametrize(
    "vault", [FakeVault(), MemoryVault(), KeyringVault(lambda: [PLAIN]), FallbackVault(FakeVault())]
)
def test_every_vault_behaves_alike(vault):
    assert vault.available()
    assert vault.problem() is None
    assert vault.read(ANNA) is None
    vault.write(ANNA, LONG)
    vault.write(ANNA, TOKENS)
    assert vault.read(ANNA) == TOKENS
    assert vault.read(BEN) is None
    vault.delete(ANNA)
    vault.delete(ANNA)
    assert vault.read(ANNA) is None
    with pytest.raises(InvalidInput):
        vault.write(ANNA, Secret(access="x" * 20_000))
