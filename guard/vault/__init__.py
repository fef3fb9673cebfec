"""Held content, encrypted on disk or kept in memory, as the policy's 密级内容留存 says."""

from guard.vault.awaited_key import AwaitedKey
from guard.vault.deferred import LateVault
from guard.vault.errors import VaultCode, VaultError
from guard.vault.keys import FileKey, KeyringKey, KeySource, choose_keys
from guard.vault.memory import MemoryVault
from guard.vault.store import EncryptedVault, open_vault, prove_vault

__all__ = ["AwaitedKey", "EncryptedVault", "FileKey", "KeySource", "KeyringKey", "LateVault", "MemoryVault",
           "VaultCode", "VaultError", "choose_keys", "open_vault", "prove_vault"]
