"""Every call of the client mackerel-client of PyPI against a running server: client.py http://127.0.0.1:7373

It makes a host and a service of its own and retires the host at the end.
"""

import json
import sys
import time
import urllib.request

from mackerel.client import Client, MackerelClientError

origin = sys.argv[1].rstrip("/")
client = Client(mackerel_origin=origin, mackerel_api_key="unused")
now = int(time.time())


def post(path, body):
    """What the client has no call for."""
    request = urllib.request.Request(origin + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as reply:
        return json.load(reply)


def same(found, wanted):
    assert found == wanted, f"{found!r} is not {wanted!r}"


name = f"python-{now}"
host_id = post("/api/v0/hosts", {"name": name, "meta": {}, "roleFullnames": [f"{name}:web"]})["id"]
host = client.get_host(host_id)
same((host.name, host.status, host.roles), (name, "working", {name: ["web"]}))
same([one.id for one in client.get_hosts(service=name, role="web", name=name)], [host_id])
same(client.update_host_status(host_id, "maintenance"), {"success": True})
same([one.id for one in client.get_hosts(name=name)], [])
same([one.id for one in client.get_hosts(name=name, status="maintenance")], [host_id])
point = {"name": "custom.a.b", "time": now, "value": 1.5}
same(client.post_metrics([{"hostId": host_id, **point}]), {"success": True})
latest = client.get_latest_metrics([host_id], ["custom.a.b", "none"])
same(latest["tsdbLatest"][host_id]["custom.a.b"]["value"], 1.5)
same(client.post_service_metrics(name, [point]), {"success": True})
same(client.retire_host(host_id), {"success": True})
same(client.get_host(host_id).is_retired, True)
try:
    client.get_host("nope")
except MackerelClientError as error:
    assert "404" in str(error), error
else:
    raise AssertionError("a host that is not there was found")
print("mackerel-client of PyPI: every call answered as it should")
