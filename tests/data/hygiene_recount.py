"""Counts the hygiene numbers anew from what the API says, knowing nothing of our code but the definitions on the page.

Usage: hygiene_recount.py ADDRESS FROM TO OFFSET_SECS, answers JSON. Nothing but the standard library.
"""

import json
import sys
import time
import urllib.parse
import urllib.request

ADDRESS, FROM, TO, OFFSET = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
NOW = int(time.time())
WEEK = 7 * 86400


def get(path, **query):
    text = urllib.parse.urlencode({key: value for key, value in query.items() if value})
    with urllib.request.urlopen(f"{ADDRESS}{path}?{text}", timeout=30) as reply:
        return json.load(reply)


def every_alert():
    found, following = [], None
    while True:
        page = get("/api/v0/alerts", withClosed="true", nextId=following)
        found += page["alerts"]
        following = page.get("nextId")
        if not following:
            return found


def quantile(values, share):
    """Read off between the two nearest."""
    if not values:
        return None
    values = sorted(values)
    place = share * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (place - low)


def numbers(alerts):
    opened = [alert for alert in alerts if FROM <= alert["openedAt"] <= TO]
    closing = [alert["closedAt"] - alert["openedAt"] for alert in opened if "closedAt" in alert]
    with_reason = [alert for alert in alerts if (alert.get("reason") or "").strip()]

    def quiet(alert):
        return alert not in with_reason

    def local(alert):
        moment = time.gmtime(alert["openedAt"] + OFFSET)
        return moment.tm_wday, moment.tm_hour

    open_secs = 0
    for alert in alerts:
        end = alert.get("closedAt", NOW)
        open_secs += max(0, min(end, TO) - max(alert["openedAt"], FROM))
    hours = [[0] * 24 for _ in range(7)]
    for alert in opened:
        weekday, hour = local(alert)
        hours[weekday][hour] += 1
    return {
        "count": len(opened),
        "open": open_secs,
        "median": quantile(closing, 0.5),
        "p95": quantile(closing, 0.95),
        "flapping": sum(
            1 for alert in opened
            if "closedAt" in alert and alert["closedAt"] - alert["openedAt"] <= 300 and quiet(alert)
        ),
        "unattended": sum(1 for alert in opened if quiet(alert) and not (alert.get("memo") or "").strip()),
        "night": sum(1 for alert in opened if local(alert)[1] >= 22 or local(alert)[1] < 6),
        "weekend": sum(1 for alert in opened if local(alert)[0] in (5, 6)),
        "hours": hours,
    }


def was_open(alert):
    return alert["openedAt"] <= TO and alert.get("closedAt", NOW) >= FROM


everything = every_alert()
# Closed alerts that opened more than a week before the period are not looked for.
looked_at = [
    alert for alert in everything
    if was_open(alert) and (alert["status"] != "OK" or alert["openedAt"] >= FROM - WEEK)
]
of_monitor = {}
for one in looked_at:
    of_monitor.setdefault(one["monitorId"], []).append(one)
monitors = get("/api/v0/monitors")["monitors"]
print(json.dumps({
    "all": numbers(looked_at),
    "monitors": {monitor: numbers(alerts) for monitor, alerts in of_monitor.items()},
    "long_open": sum(1 for one in everything if one["status"] != "OK" and NOW - one["openedAt"] > WEEK),
    "never_fired": sum(1 for monitor in monitors if monitor["id"] not in of_monitor),
    "muted": sum(1 for monitor in monitors if monitor.get("isMute")),
    "without_memo": sum(1 for monitor in monitors if not (monitor.get("memo") or "").strip()),
}))
