"""What PyJWT makes of a merchant token, and what it can forge without the key."""

import base64
import hashlib
import hmac
import json
import sys

import jwt

LABEL = b"paylink merchant token v1"


def derived(secret: str) -> bytes:
    return hmac.new(secret.encode(), LABEL, hashlib.sha256).digest()


def attempt(token: str, key: bytes, audience: str, issuer: str):
    required = ["iss", "aud", "sub", "iat", "exp", "jti"]
    try:
        return jwt.decode(
            token, key, algorithms=["HS256"], audience=audience, issuer=issuer, options={"require": required}
        )
    except jwt.PyJWTError as error:
        return type(error).__name__


def part(value) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def main() -> None:
    given = json.load(sys.stdin)
    token, audience, issuer = given["token"], given["audience"], given["issuer"]
    key = derived(given["secret"])
    header = jwt.get_unverified_header(token)
    claims = jwt.decode(token, options={"verify_signature": False})
    kid = {"kid": header["kid"]}
    other = b"another key of at least thirty-two bytes"
    later = {**claims, "exp": claims["exp"] + 86400}
    forged = [
        ("another key", jwt.encode(claims, other, algorithm="HS256", headers=kid)),
        ("the secret itself", jwt.encode(claims, given["secret"], algorithm="HS256", headers=kid)),
        ("no algorithm", jwt.encode(claims, None, algorithm="none", headers=kid)),
        ("HS512 with the right key", jwt.encode(claims, key, algorithm="HS512", headers=kid)),
        ("no kid", jwt.encode(claims, key, algorithm="HS256")),
        ("an unknown kid", jwt.encode(claims, key, algorithm="HS256", headers={"kid": "0" * 16})),
        ("a longer life", jwt.encode(later, key, algorithm="HS256", headers=kid)),
        ("other claims", ".".join([token.split(".")[0], part({**claims, "jti": "0" * 32}), token.split(".")[2]])),
        ("another epoch", jwt.encode({**claims, "epoch": 1}, key, algorithm="HS256", headers=kid)),
    ]
    answer = {
        "with_the_key": attempt(token, key, audience, issuer),
        "with_another_key": attempt(token, other, audience, issuer),
        "for_another_audience": attempt(token, key, "paylink:dashboard", issuer),
        "from_another_issuer": attempt(token, key, audience, "https://other.example"),
        "honest": jwt.encode(claims, key, algorithm="HS256", headers=kid),
        "forged": forged,
    }
    json.dump(answer, sys.stdout)


main()
