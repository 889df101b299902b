"""A mail server (aiosmtpd). Tells on standard output, one JSON object a line: its port, then every mail it takes.

Argument: {"tls": "none" | "starttls" | "implicit", "cert", "key", "login": [user, password] | null, "utf8": bool}.
Recipients whose name begins with three digits are refused with that code: 550-5.1.1-nobody@example.com.
For recipients whose name begins with "drop-" the connection breaks off instead of an answer to the mail.
Ends when its standard input does.
"""

import asyncio
import email
import email.policy
import json
import re
import ssl
import sys
from email.header import decode_header, make_header
from email.utils import getaddresses

from aiosmtpd.smtp import SMTP, AuthResult

OPTIONS = json.loads(sys.argv[1])
taken = 0


def tell(what):
    print(json.dumps(what), flush=True)


def parts(message):
    if message.is_multipart():
        inside = [parts(part) for part in message.iter_parts()]
        return {"type": message.get_content_type(), "parts": inside}
    content = message.get_content()
    return {
        "type": message.get_content_type(),
        "id": message["Content-ID"],
        "disposition": message.get_content_disposition(),
        "content": content if isinstance(content, str) else content.hex(),
    }


def mailboxes(header):
    return [[box.display_name, box.addr_spec] for box in header.addresses] if header else None


def senders(header):
    """By the older parser: the newer one puts blanks between the encoded words of a long name."""
    return [[str(make_header(decode_header(name))), address] for name, address in getaddresses([header])]


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        refusal = re.match(r"(\d{3})(?:-(\d\.\d+\.\d+))?-", address)
        if refusal:
            code, enhanced = refusal.groups()
            return f"{code} {enhanced + ' ' if enhanced else ''}<{address}> is not welcome"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        global taken
        if envelope.rcpt_tos[0].startswith("drop-"):
            server.transport.abort()
            return "421 nobody hears this"
        taken += 1
        text = envelope.content.decode()
        message = email.message_from_string(text, policy=email.policy.default)
        tell({
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "peer": session.peer[1],
            "encrypted": session.ssl is not None or OPTIONS["tls"] == "implicit",
            "login": session.auth_data.login.decode() if session.auth_data else None,
            "names": message.keys(),
            "headers": {name: str(value) for name, value in message.items()},
            "senders": senders(email.message_from_string(text)["From"]),
            "recipients": mailboxes(message["To"]),
            "answers": mailboxes(message["Reply-To"]),
            "defects": [repr(defect) for defect in message.defects],
            "body": parts(message),
            "longest": max(len(line) for line in envelope.content.split(b"\r\n")),
            "raw": envelope.content.hex(),
        })
        return f"250 2.0.0 OK: queued as Q{taken}"


def authenticate(server, session, envelope, mechanism, data):
    good = [data.login.decode(), data.password.decode()] == OPTIONS["login"]
    return AuthResult(success=good, handled=False, auth_data=data)


async def main():
    tls = None
    if OPTIONS["tls"] != "none":
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(OPTIONS["cert"], OPTIONS["key"])
    login = OPTIONS["login"] is not None
    encrypted = OPTIONS["tls"] != "none"

    def protocol():
        return SMTP(
            Handler(),
            hostname="mail.example.com",
            enable_SMTPUTF8=OPTIONS["utf8"],
            tls_context=tls if OPTIONS["tls"] == "starttls" else None,
            require_starttls=OPTIONS["tls"] == "starttls",
            authenticator=authenticate if login else None,
            auth_required=login,
            auth_require_tls=encrypted and OPTIONS["tls"] != "implicit",
        )

    implicit = tls if OPTIONS["tls"] == "implicit" else None
    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0, ssl=implicit)
    tell({"port": server.sockets[0].getsockname()[1]})
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
