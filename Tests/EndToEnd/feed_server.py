"""A feed's server for tests over TCP, TLS and websockets on loopback. The test controls each step."""

import base64
import hashlib
import json
import socket
import ssl
import struct
import threading

from certificates import Certificates
from session import PATIENCE

TRANSPORTS = ("tcp", "tls", "ws", "wss")
_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def frame(payload, opcode=TEXT, final=True, bits=0):
    """A frame of a websocket, as servers send it."""
    size = len(payload)
    head = bytes([opcode | bits | (0x80 if final else 0)])
    if size < 126:
        return head + bytes([size]) + payload
    if size < 1 << 16:
        return head + b"\x7e" + struct.pack(">H", size) + payload
    return head + b"\x7f" + struct.pack(">Q", size) + payload


class FeedServer:
    """Listens on a free port, with a certificate of certificates.py if it is encrypted."""

    def __init__(self, case, transport="tcp", certificate="good", wants_client=False):
        self.case = case
        self.transport = transport
        self.is_websocket = transport in ("ws", "wss")
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=16)
        self.listener.settimeout(PATIENCE)
        self.port = self.listener.getsockname()[1]
        self.context = None
        self.certificates = Certificates.of(case)
        case.addCleanup(self.listener.close)
        if transport in ("tls", "wss"):
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(self.certificates(certificate + ".pem"),
                                         self.certificates(certificate + ".key"))
            if wants_client:
                self.context.verify_mode = ssl.CERT_REQUIRED
                self.context.load_verify_locations(self.certificates("ca.pem"))

    @property
    def address(self):
        return "%s://127.0.0.1:%d" % (self.transport, self.port)

    @property
    def options(self):
        """The options that connect a client to this server."""
        return ["--connect", self.address] + (["--ca", self.certificates("ca.pem")] if self.context else [])

    def accept_raw(self):
        """A new connection without any handshake."""
        peer, _ = self.listener.accept()
        peer.settimeout(PATIENCE)
        self.case.addCleanup(peer.close)
        return peer

    def accept_encrypted(self):
        """A new connection, encrypted if required. Raises ssl.SSLError or OSError if that fails."""
        raw = self.accept_raw()
        if not self.context:
            return raw
        peer = self.context.wrap_socket(raw, server_side=True)
        self.case.addCleanup(peer.close)
        return peer

    def serve(self, function):
        """Handles all further connections in turn with `function`, until the end of the test."""
        def run():
            while True:
                try:
                    peer = Peer(self, self.accept_encrypted())
                except socket.timeout:
                    continue
                except (ssl.SSLError, ConnectionError):
                    continue
                except OSError:
                    return
                try:
                    function(peer)
                except (OSError, AssertionError):
                    pass
                peer.close()
        threading.Thread(target=run, daemon=True).start()

    def accept(self):
        """The next connection of a feed. Its websocket is open, if it is one."""
        peer = Peer(self, self.accept_encrypted())
        if self.is_websocket:
            peer.upgrade()
        return peer


class Peer:
    """The server's side of a connection."""

    def __init__(self, server, connection):
        self.server = server
        self.case = server.case
        self.socket = connection
        self.request = b""
        self.received = b""

    # HTTP

    def read_request(self):
        """The request for a websocket, including its empty line."""
        while b"\r\n\r\n" not in self.received:
            self._receive()
        self.request, _, self.received = self.received.partition(b"\r\n\r\n")
        return self.request

    def header(self, name):
        for line in self.request.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.strip().lower() == name.lower().encode():
                return value.strip().decode()
        return None

    def upgrade(self, and_then=b""):
        self.read_request()
        key = self.header("Sec-WebSocket-Key").encode()
        accept = base64.b64encode(hashlib.sha1(key + _GUID).digest())
        self.raw(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n" + and_then)

    # Bytes

    def raw(self, data):
        self.socket.sendall(data)

    def send(self, lines):
        """Sends lines in the form of this connection. On a websocket, each line is a message."""
        if self.server.is_websocket:
            lines = b"".join(frame(line) for line in lines.splitlines())
        self.raw(lines)

    def encoded(self, lines):
        if self.server.is_websocket:
            return b"".join(frame(line) for line in lines.splitlines())
        return lines

    def line(self):
        """The next line or message of the client."""
        if self.server.is_websocket:
            while True:
                opcode, payload = self.message()
                if opcode == TEXT:
                    return payload
                if opcode == CLOSE:
                    raise AssertionError("the client closed with %r" % payload)
        while b"\n" not in self.received:
            self._receive()
        line, _, self.received = self.received.partition(b"\n")
        return line

    def message(self):
        """The next frame of the client: its opcode and its payload, unmasked."""
        head = self._take(2)
        self.case.assertTrue(head[0] & 0x80, "a fragment")
        self.case.assertTrue(head[1] & 0x80, "a client's frame that is not masked")
        size = head[1] & 0x7F
        if size == 126:
            size = struct.unpack(">H", self._take(2))[0]
        elif size == 127:
            size = struct.unpack(">Q", self._take(8))[0]
        mask = self._take(4)
        payload = self._take(size)
        return head[0] & 0x0F, bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload))

    def _take(self, count):
        while len(self.received) < count:
            self._receive()
        taken, self.received = self.received[:count], self.received[count:]
        return taken

    def _receive(self):
        more = self.socket.recv(65536)
        if not more:
            raise AssertionError("the client closed after %r" % self.received[-200:])
        self.received += more

    def ended(self):
        """Whether the client closes the connection, possibly after more data."""
        try:
            while self.socket.recv(65536):
                pass
        except (ssl.SSLError, ConnectionError):
            pass
        return True

    def close(self):
        self.socket.close()

    # The platform's messages

    def greeted(self, domain="sales", **more):
        """Answers the first request on a websocket. Returns the request."""
        method, asked = json.loads(self.line())
        self.case.assertEqual("connection_info", method)
        token = (self.header("Authorization") or "Bearer ").partition(" ")[2]
        answer = dict(qid=asked["qid"], result="ok", domain=domain, ownertype="token", capabilities=["subscr"],
                      token=token, **more)
        self.send(json.dumps(["connection_info_result", answer]).encode())
        return asked

    def subscribed(self, result="ok"):
        """Answers a subscription. Returns its parameters."""
        method, asked = json.loads(self.line())
        self.case.assertEqual("subscribe", method)
        self.send(json.dumps(["subscribe_result", {"qid": asked["qid"], "result": result}]).encode() + b"\n")
        return asked

    def begin(self, domain="sales"):
        """Does all steps before the first event."""
        if self.server.is_websocket:
            self.greeted(domain)
        return self.subscribed()
