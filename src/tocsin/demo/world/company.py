"""The demo's company: the example's files, but for the provider's mailbox, and for time, which the stories compress."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from tocsin.core.organisation.objects import Object, Section
from tocsin.demo.world.people import NEW_YEARS_RACK

SECRETS = {  # that the declared sources and recovery plans refer to
    "VALMONT_API_PASSWORD": "demo-valmont",
    "VALMONT_DESK_KEY": "demo-guichet",
    "VALMONT_RECOVERY_CODE": "MARCOUSSIS-4711",
    "SMS_KEY": "demo",
}
REPORTS_WITH = "demo-telephones"  # the token of the SMS gateway's reports
SUPPLIER_DOMAIN = "valmont-dc.example"
_MAILBOX, _INLET, _API = "valmont", "valmont-smtp", "valmont-api"
_PACE = 10  # a minute of a story is ten real minutes
_DESK_LOOK_S = 10  # whoever plays the provider wants to see soon what it did


_FOR_NEW_YEAR = Object(
    section=Section.ESCALATION,
    key="new-year",
    spec={
        "label": {"fr": "Nuit de réveillon", "en": "New Year's Eve"},
        "order": 1,
        "condition": f"cause == '{NEW_YEARS_RACK}' && priority == 'P1'",
        "steps": [
            {"on": "unacknowledged", "to": ["duty"], "after": {"p1": 15}, "channel": "sms"},
            {
                "on": "unacknowledged",
                "to": ["manager:1"],
                "line": "hierarchical",
                "after": {"p1": 45},
                "channel": "sms",
            },
        ],
    },
)  # a night in two minutes


def playable(objects: Iterable[Object], provider_port: int = 0, phones_port: int = 0) -> list[Object]:
    """The same company without its IMAP server, which does not exist, at the pace of the stories.

    The provider's API is on this machine; with ``provider_port`` 0 there is none. So is the SMS gateway, on ``phones_port``;
    0: where the example says.
    """
    declared = {declared_object.identity: declared_object for declared_object in objects}
    _hurry(declared)
    declared[_FOR_NEW_YEAR.identity] = _FOR_NEW_YEAR
    mailbox = declared[Section.SOURCE, _MAILBOX]
    inlet = declared.pop((Section.SOURCE, _INLET))
    kept = {name: mailbox.spec[name] for name in ("label", "formats", "rhythm_s", "supplier")}
    declared[mailbox.identity] = replace(mailbox, spec={**inlet.spec, **kept})
    api = declared.pop((Section.SOURCE, _API))
    if provider_port:
        declared[api.identity] = _near(api, provider_port)
    valmont = declared[Section.SUPPLIER, _MAILBOX]
    declared[valmont.identity] = _with_desk(valmont, provider_port)
    if phones_port:
        gateway = declared[Section.GATEWAY, "sms"]
        settings = {**gateway.spec["settings"], "url": f"http://127.0.0.1:{phones_port}/send"}
        declared[gateway.identity] = replace(gateway, spec={**gateway.spec, "settings": settings})
    return list(declared.values())


def _near(api: Object, port: int) -> Object:
    """The API at the demo's provider, looked at more often, because a minute stands for ten."""
    settings = api.spec["settings"]
    client = {**settings["client"], "base_url": f"http://127.0.0.1:{port}/supervision/v2/"}
    return replace(
        api, spec={**api.spec, "settings": {**settings, "client": client, "every": "PT20S", "urgent": "PT5S"}}
    )


def _with_desk(supplier: Object, port: int) -> Object:
    """The ticket desk at the demo's provider; without one, tickets go by mail."""
    if not port:
        return replace(
            supplier, spec={name: value for name, value in supplier.spec.items() if name != "desk"}
        )
    desk = supplier.spec["desk"]
    client = {**desk["settings"]["client"], "base_url": f"http://127.0.0.1:{port}/guichet/v1/"}
    faster = {
        "poll_s": _DESK_LOOK_S,
        "contest_s": desk.get("contest_s", 300) // _PACE,
        "automatic": {**desk["automatic"], "after_s": 20},
    }
    return replace(
        supplier,
        spec={
            **supplier.spec,
            "desk": {**desk, **faster, "settings": {**desk["settings"], "client": client}},
        },
    )


def _hurry(declared: dict[tuple[str, str], Object]) -> None:
    """Otherwise the fourth story within five minutes would not be notified at once, and a story played again would flap,
    or go on with the incident of the one before."""
    (settings,) = (
        declared_object
        for declared_object in declared.values()
        if declared_object.section == Section.SETTINGS
    )
    policies = settings.spec["policies"]
    faster = {
        "reopen_s": policies["reopen_s"] // _PACE,
        "stable_s": policies["stable_s"] // _PACE,
        "flap_window_s": policies["flap_window_s"] // _PACE,
        "notice_bundle_s": policies["notice_bundle_s"] // _PACE,
        "notice_per_hour": policies["notice_per_hour"] * _PACE,
    }
    spec = {**settings.spec, "policies": {**policies, **faster}}
    declared[settings.identity] = replace(settings, spec=spec)


def with_everybodys_turns(objects: Iterable[Object]) -> list[Object]:
    """The same company where each region's team, and who follows the host up, take turns since long ago: nothing of the
    demo's past is unowned. The example's files leave this out, so that a duty with nobody is seen there.
    """
    known = [_since_long_ago(declared) for declared in objects]
    on_duty = {declared.spec["team"] for declared in known if declared.section == Section.ROTATION}
    zones = {
        declared.key: declared.spec["zone"] for declared in known if declared.section == Section.CALENDAR
    }
    members: dict[str, list[str]] = {}
    for declared in known:
        if declared.section == Section.PERSON:
            members.setdefault(declared.spec.get("team", ""), []).append(declared.key)
    teams = [
        declared
        for declared in known
        if declared.section == Section.TEAM
        and declared.spec["scope"] != "group"
        and declared.key not in on_duty
    ]
    return [*known, *(_turns(team, team.spec.get("members") or members[team.key], zones) for team in teams)]


_LONG_AGO = (
    "2026-02-23"  # a Monday, on which the turns of six and of three people began as in the example's files
)


def _since_long_ago(declared: Object) -> Object:
    if declared.section != Section.ROTATION:
        return declared
    return replace(declared, spec={**declared.spec, "starts": _LONG_AGO})


def _turns(team: Object, people: Iterable[str], zones: Mapping[str, str]) -> Object:
    name = team.spec["name"]
    spec = {
        "label": {"fr": f"Garde {name}", "en": f"Duty of {name}"},
        "team": team.key,
        "zone": zones[team.spec["calendar"]],
        "starts": _LONG_AGO,
        "handover": "08:30",
        "members": list(people),
    }
    return Object(section=Section.ROTATION, key=team.key, spec=spec)
