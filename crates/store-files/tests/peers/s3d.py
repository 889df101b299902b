"""An S3 server in memory that checks the signature of every request, and tells its address and keys as JSON."""

import json
import os
import sys

# the actions of this script itself come before its keys are known
os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "4"

import boto3  # noqa: E402
from moto.server import ThreadedMotoServer  # noqa: E402

server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
url = f"http://{host}:{port}"
anyone = {"endpoint_url": url, "region_name": "eu-central-1", "aws_access_key_id": "x", "aws_secret_access_key": "x"}
iam = boto3.client("iam", **anyone)
iam.create_user(UserName="paylink")
key = iam.create_access_key(UserName="paylink")["AccessKey"]
allowed = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
iam.put_user_policy(UserName="paylink", PolicyName="files", PolicyDocument=json.dumps(allowed))
place = {"LocationConstraint": "eu-central-1"}
boto3.client("s3", **anyone).create_bucket(Bucket="bucket", CreateBucketConfiguration=place)
print(json.dumps({"url": url, "key": key["AccessKeyId"], "secret": key["SecretAccessKey"]}), flush=True)
# until whoever started this is gone
sys.stdin.read()
