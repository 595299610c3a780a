"""Shapes: which attributes the resources of TMF621 and TMF642 have, and of what form, as data. Checks nothing."""

from collections.abc import Mapping

from tocsin.core.kernel.value import Value

# Every attribute of a kind of object. A form: text, uri, instant (RFC 3339), flag, integer, number, base64, status, any,
# ``=`` and the words that it may be, or another object, by its name; in brackets: a list. ``!``: always required;
# ``+``: when the resource is created.
Shape = Mapping[str, str]

STATUSES = ("acknowledged", "rejected", "pending", "held", "inProgress", "cancelled", "closed", "resolved")

_META = {"@baseType": "text", "@schemaLocation": "uri", "@type": "text", "@referredType": "text"}
CHARACTERISTICS = (
    "Characteristic",
    *(
        f"{value}{many}Characteristic"
        for value in ("Boolean", "Float", "Integer", "Number", "Object", "String")
        for many in ("", "Array")
    ),
)


def _of(*types: str) -> dict[str, str]:
    """Version 5's own attributes of an object, whose ``@type`` must be one of these; none: any."""
    return {**_META, "@type": f"={'|'.join(types)}!" if types else "text!"}


_NAMED = {"id": "text!", "href": "text", "name": "text"}

_TICKET = {
    "id": "text",
    "href": "text",
    "name": "text",
    "description": "text+",
    "severity": "text+",
    "ticketType": "text+",
    "priority": "text",
    "status": "status",
    "statusChangeReason": "text",
    "statusChangeDate": "instant",
    "creationDate": "instant",
    "lastUpdate": "instant",
    "requestedResolutionDate": "instant",
    "expectedResolutionDate": "instant",
    "resolutionDate": "instant",
    "channel": "Reference",
    "note": "[Note]",
    "attachment": "[Attachment]",
    "relatedEntity": "[RelatedEntity]",
    "relatedParty": "[RelatedParty]",
    "troubleTicketRelationship": "[Relationship]",
}
_NOTE = {"id": "text", "author": "text", "date": "instant", "text": "text"}
_ATTACHMENT = {
    "id": "text",
    "href": "text",
    "name": "text",
    "description": "text",
    "url": "text",
    "content": "base64",
    "attachmentType": "text",
    "mimeType": "text",
    "size": "Quantity",
    "validFor": "TimePeriod",
}
_PLAIN: dict[str, Shape] = {
    "Quantity": {"amount": "number", "units": "text"},
    "TimePeriod": {"startDateTime": "instant", "endDateTime": "instant"},
}

TICKET_4: dict[str, Shape] = {
    **_PLAIN,
    "TroubleTicket": {**_META, **_TICKET, "externalId": "text", "statusChange": "[StatusChange]"},
    "StatusChange": {**_META, "status": "text", "changeReason": "text", "changeDate": "instant"},
    "Note": {**_META, **_NOTE},
    "Attachment": {**_META, **_ATTACHMENT},
    "Reference": {**_META, **_NAMED},
    "RelatedEntity": {**_META, **_NAMED, "role": "text!", "@referredType": "text!"},
    "RelatedParty": {**_META, **_NAMED, "role": "text", "@referredType": "text!"},
    "Relationship": {**_META, "id": "text", "href": "text", "name": "text", "relationshipType": "text"},
}
TICKET_5: dict[str, Shape] = {
    **_PLAIN,
    "TroubleTicket": {
        **_of("TroubleTicket"),
        **_TICKET,
        "channel": "Channel",
        "externalIdentifier": "[ExternalIdentifier]",
        "statusChangeHistory": "[StatusChange]",
        "troubleTicketSpecification": "Specification",
        "troubleTicketCharacteristic": "[Characteristic]",
    },
    "ExternalIdentifier": {
        **_of("ExternalIdentifier"),
        "id": "text!",
        "owner": "text",
        "externalIdentifierType": "text",
    },
    "StatusChange": {
        **_of("StatusChange"),
        "status": "status",
        "statusChangeReason": "text",
        "statusChangeDate": "instant",
    },
    "Note": {**_of("Note"), **_NOTE},
    "Attachment": {**_of("Attachment", "AttachmentRef"), **_ATTACHMENT},
    "Reference": {**_of(), **_NAMED},
    "Channel": {**_of("ChannelRef"), **_NAMED},
    "Party": {**_of("PartyRef", "PartyRoleRef"), **_NAMED},
    "Specification": {**_of("TroubleTicketSpecificationRef"), **_NAMED, "version": "text"},
    "RelatedEntity": {**_of("RelatedEntity"), "role": "text!", "entity": "Reference!"},
    "RelatedParty": {**_of("RelatedPartyRefOrPartyRoleRef"), "role": "text!", "partyOrPartyRole": "Party"},
    "Relationship": {**_of("TroubleTicketRelationship"), **_NAMED, "relationshipType": "text!"},
    "Characteristic": {
        **_of(*CHARACTERISTICS),
        "id": "text",
        "name": "text!",
        "valueType": "text",
        "value": "any",
    },
}

_ALARM = {
    "id": "any",
    "href": "text",
    "ackState": "text",
    "ackSystemId": "text",
    "ackUserId": "text",
    "alarmChangedTime": "instant",
    "alarmClearedTime": "instant",
    "alarmDetails": "text",
    "alarmEscalation": "flag",
    "alarmRaisedTime": "instant+",
    "alarmReportingTime": "instant",
    "alarmType": "text+",
    "alarmedObjectType": "text",
    "clearSystemId": "text",
    "clearUserId": "text",
    "externalAlarmId": "text",
    "isRootCause": "flag",
    "perceivedSeverity": "text+",
    "plannedOutageIndicator": "text",
    "probableCause": "text+",
    "proposedRepairedActions": "text",
    "reportingSystemId": "text",
    "serviceAffecting": "flag",
    "sourceSystemId": "text+",
    "specificProblem": "text",
    "state": "text+",
    "affectedService": "[Thing]",
    "alarmedObject": "Thing+",
    "comment": "[Comment]",
    "correlatedAlarm": "[Reference]",
    "crossedThresholdInformation": "CrossedThreshold",
    "parentAlarm": "[Reference]",
    "place": "[Place]",
}
_ANY_ALARM = {name: form.rstrip("+") for name, form in _ALARM.items()}
_COMMENT = {**_META, "comment": "text", "systemId": "text", "userId": "text", "time": "instant"}
_ACK = {"ackSystemId": "text+", "ackUserId": "text+", "ackTime": "instant", "alarmPattern": "[Pattern]!"}
_GROUP = {
    "sourceSystemId": "text+",
    "alarmChangedTime": "instant+",
    "parentAlarm": "AnyReference!",
    "correlatedAlarm": "[AnyReference]!",
}
_TASK = {**_META, "id": "text", "href": "text", "state": "text"}

ALARM_4: dict[str, Shape] = {
    "Alarm": {**_META, **_ALARM},
    "Pattern": {**_META, **_ANY_ALARM},
    "Thing": {**_META, "id": "text", "href": "text"},
    "Comment": _COMMENT,
    "Reference": {**_META, **_NAMED},
    "AnyReference": {**_META, "name": "text", **_ANY_ALARM},  # an alarm, or where it is
    "Place": {**_META, "id": "text", "href": "text", "name": "text", "role": "text!"},
    "CrossedThreshold": {
        **_META,
        **dict.fromkeys(
            ("direction", "granularity", "indicatorName", "indicatorUnit", "observedValue", "thresholdCrossingDescription"),
            "text",
        ),
        "threshold": "Reference",
    },
    "ackAlarms": {**_TASK, **_ACK},
    "unAckAlarms": {**_TASK, **_ACK},
    "clearAlarms": {
        **_TASK,
        "clearSystemId": "text+",
        "clearUserId": "text+",
        "alarmClearedTime": "instant+",
        "alarmPattern": "[Pattern]!",
    },
    "commentAlarms": {**_TASK, "comment": "Comment!", "alarmPattern": "[Pattern]!"},
    "groupAlarms": {**_TASK, **_GROUP},
    "unGroupAlarms": {**_TASK, **_GROUP},
}  # fmt: skip


class Form(Value):
    """A form, taken apart: ``name`` is a simple form or an object's."""

    name: str
    many: bool
    required: bool
    on_create: bool


def form_of(text: str) -> Form:
    """The form that a word of a shape stands for."""
    bare = text.rstrip("!+")
    return Form(
        name=bare.strip("[]"),
        many=bare.startswith("["),
        required=text.endswith("!"),
        on_create=text[-1] in "!+",
    )
