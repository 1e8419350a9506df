"""A Secret Service on a D-Bus socket of its own, for machines that have neither: real messages, real encryption.

It is the bus and the service in one, as far as SecretStorage asks for either, and can be told to
be locked, to have its prompt dismissed, to fall silent, or to lose what it is given.
"""

import os
import secrets
import socket
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from jeepney import DBusAddress, HeaderFields, Message, MessageType, Parser, new_error, new_method_return, new_signal
from secretstorage.dhcrypto import Session

BUS_NAME = "org.freedesktop.secrets"
ROOT = "/org/freedesktop/secrets"
COLLECTION = f"{ROOT}/aliases/default"
PROMPT = f"{ROOT}/prompt/one"
PROMPT_INTERFACE = "org.freedesktop.Secret.Prompt"
NO_SUCH_OBJECT = "org.freedesktop.Secret.Error.NoSuchObject"
IS_LOCKED = "org.freedesktop.Secret.Error.IsLocked"


@dataclass
class Item:
    attributes: dict[str, str]
    label: str
    secret: bytes


@dataclass
class SecretService:
    """Listens until it is closed; `address` is what belongs into DBUS_SESSION_BUS_ADDRESS."""

    folder: Path
    running: bool = True
    """Whether the service has its name on the bus."""
    locked: bool = False
    dismisses: bool = False
    """Whether the person closes the unlock prompt."""
    silent: threading.Event | None = None
    """Nothing is answered before this event is set."""
    forgetful: bool = False
    items: dict[str, Item] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    traffic: bytearray = field(default_factory=bytearray)
    _sessions: dict[str, bytes] = field(default_factory=dict)
    _open: list[socket.socket] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.folder / "bus"))
        self._listener.listen()
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"unix:path={self.folder / 'bus'}"

    def close(self) -> None:
        if self.silent is not None:
            self.silent.set()
        for connection in (self._listener, *self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        self._thread.join(5)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _address = self._listener.accept()
                self._open.append(connection)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            _authenticate(connection)
            parser, serial = Parser(), 1
            while data := connection.recv(65536):
                self.traffic += data
                parser.add_data(data)
                while (message := parser.get_next_message()) is not None:
                    for answer in self._answers(message):
                        sent = answer.serialise(serial=serial)
                        self.traffic += sent
                        connection.sendall(sent)
                        serial += 1

    def _answers(self, call: Message) -> list[Message]:
        fields = call.header.fields
        path, member = fields[HeaderFields.path], fields[HeaderFields.member]
        interface = fields.get(HeaderFields.interface, "").rpartition(".")[2]
        self.calls.append(f"{interface}.{member}")
        if self.silent is not None and interface != "DBus":
            self.silent.wait(60)
        if call.header.message_type is not MessageType.method_call:
            return []
        if not path.startswith(("/org/freedesktop/DBus", ROOT)) or (
            path.startswith(f"{ROOT}/i") and path not in self.items
        ):
            return [new_error(call, NO_SUCH_OBJECT, "s", ("gone",))]
        return getattr(self, f"_{interface}_{member}".lower())(call, path, *call.body)

    def _dbus_hello(self, call: Message, _path: str) -> list[Message]:
        return [new_method_return(call, "s", (":1.1",))]

    def _dbus_addmatch(self, call: Message, _path: str, _rule: str) -> list[Message]:
        return [new_method_return(call)]

    def _dbus_namehasowner(self, call: Message, _path: str, _name: str) -> list[Message]:
        return [new_method_return(call, "b", (self.running,))]

    def _dbus_listactivatablenames(self, call: Message, _path: str) -> list[Message]:
        return [new_method_return(call, "as", ([],))]

    def _service_opensession(self, call: Message, _path: str, algorithm: str, their: tuple[str, Any]) -> list[Message]:
        assert algorithm.startswith("dh-ietf1024")
        session, name = Session(), f"{ROOT}/session/s{secrets.token_hex(4)}"
        session.set_server_public_key(int.from_bytes(their[1], "big"))
        assert session.aes_key is not None
        self._sessions[name] = session.aes_key
        ours = ("ay", session.my_public_key.to_bytes(128, "big"))
        return [new_method_return(call, "vo", (ours, name))]

    def _service_unlock(self, call: Message, _path: str, _objects: list[str]) -> list[Message]:
        return [new_method_return(call, "aoo", ([], PROMPT if self.locked else "/"))]

    def _prompt_prompt(self, call: Message, path: str, _window: str) -> list[Message]:
        self.locked = self.locked and self.dismisses
        emitter = DBusAddress(path, BUS_NAME, PROMPT_INTERFACE)
        done = new_signal(emitter, "Completed", "bv", (self.dismisses, ("ao", [COLLECTION])))
        return [new_method_return(call), done]

    def _properties_get(self, call: Message, path: str, _interface: str, name: str) -> list[Message]:
        item = self.items.get(path)
        known = {
            "Locked": ("b", self.locked),
            "Label": ("s", item.label if item else "Login"),
            "Attributes": ("a{ss}", item.attributes if item else {}),
        }
        return [new_method_return(call, "v", (known[name],))]

    def _collection_searchitems(self, call: Message, _path: str, wanted: dict[str, str]) -> list[Message]:
        return [new_method_return(call, "ao", (self._found(wanted),))]

    def _collection_createitem(
        self, call: Message, _path: str, properties: dict[str, Any], secret: tuple[Any, ...], replace: bool
    ) -> list[Message]:
        if self.locked:
            return [new_error(call, IS_LOCKED, "s", ("locked",))]
        values = {name.rpartition(".")[2]: value for name, (_signature, value) in properties.items()}
        same = self._found(values["Attributes"]) if replace else []
        name = same[0] if same else f"{ROOT}/items/i{secrets.token_hex(4)}"
        text = b"nothing" if self.forgetful else self._decrypted(secret)
        self.items[name] = Item(values["Attributes"], values["Label"], text)
        return [new_method_return(call, "oo", (name, "/"))]

    def _item_getsecret(self, call: Message, path: str, session: str) -> list[Message]:
        start = os.urandom(16)
        text = self.items[path].secret
        padding = 16 - len(text) % 16
        cipher = Cipher(algorithms.AES(self._sessions[session]), modes.CBC(start)).encryptor()
        closed = cipher.update(text + bytes([padding]) * padding) + cipher.finalize()
        return [new_method_return(call, "(oayays)", ((session, start, closed, "text/plain"),))]

    def _item_delete(self, call: Message, path: str) -> list[Message]:
        del self.items[path]
        return [new_method_return(call, "o", ("/",))]

    def _found(self, wanted: dict[str, str]) -> list[str]:
        return [name for name, item in self.items.items() if wanted.items() <= item.attributes.items()]

    def _decrypted(self, secret: tuple[Any, ...]) -> bytes:
        session, start, closed, _kind = secret
        cipher = Cipher(algorithms.AES(self._sessions[session]), modes.CBC(bytes(start))).decryptor()
        padded = cipher.update(bytes(closed)) + cipher.finalize()
        return padded[: -padded[-1]]


def _authenticate(connection: socket.socket) -> None:
    """The greeting of the D-Bus protocol: the peer's user must be ours, as the system says it."""
    _pid, user, _group = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    assert user == os.geteuid()
    greeting = b""
    while not greeting.endswith(b"\r\n"):
        greeting += connection.recv(256)
    assert greeting.startswith(b"\0AUTH EXTERNAL ")
    connection.sendall(b"OK 1234deadbeef1234deadbeef1234dead\r\n")
    begin = b""
    while not begin.endswith(b"BEGIN\r\n"):
        begin += connection.recv(7 - len(begin))
