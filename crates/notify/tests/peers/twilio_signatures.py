"""Signs and checks callbacks with Twilio's own library.

Input: {"token", "checks": [{"url", "form": [[name, value], …], "signature" or null}, …]}.
Output: [{"signed": the library's signature, "valid": its verdict on the given one or null}, …].
"""

import json
import sys

from twilio.request_validator import RequestValidator


class Form(dict):
    """A form in which a name can stand more than once, as the library wants it."""

    def __init__(self, pairs):
        super().__init__(pairs)
        self.pairs = pairs

    def getall(self, name):
        return [value for known, value in self.pairs if known == name]


task = json.load(sys.stdin)
validator = RequestValidator(task["token"])
out = []
for check in task["checks"]:
    form = Form([tuple(pair) for pair in check["form"]])
    valid = None if check["signature"] is None else validator.validate(check["url"], form, check["signature"])
    out.append({"signed": validator.compute_signature(check["url"], form), "valid": valid})
print(json.dumps(out))
