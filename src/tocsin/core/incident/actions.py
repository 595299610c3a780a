"""Actions: all that a person may do to an incident, one row for each verb. Knows no page, no form and no rights."""

from collections.abc import Callable
from typing import Any

from tocsin.core.incident import commands as c
from tocsin.core.incident.outcome import Outcome
from tocsin.core.incident.people import Acting
from tocsin.core.incident.values import OPEN, Incident, State, Verb
from tocsin.core.kernel.value import Value
from tocsin.core.organisation.organisation import Organisation
from tocsin.core.organisation.values import Label, own_label


class Action(Value):
    """One verb: its command, its decision, when it makes sense, how it looks and what it is called.

    ``adds_only``: it changes nothing, so it is never outdated and is possible on a symptom too. ``by_holder``: only
    who holds the incident may do it, or a manager. ``by_receiver``: only who was handed it and has not answered.
    ``fields``: the fields of the command that a page asks for.
    ``entry`` is the verb of its line in the timeline, ``timeline_label`` the text of that line unless its data need another.
    ``icon`` and ``tone`` are those of the line and of the button; ``key`` presses the button. ``own_page``: its
    fields are chosen from a list, on a page of their own.
    """

    command: type[c.PersonCommand]
    decide: Callable[[Acting, Any], Outcome]
    states: frozenset[State]
    label: Label
    send: Label
    done: Label
    entry: Verb
    timeline_label: Label
    icon: str
    tone: str
    key: str = ""
    fields: tuple[str, ...] = ()
    primary: bool = False
    adds_only: bool = False
    by_holder: bool = False
    by_owner: bool = False  # only where somebody owns it
    escalated: bool = False  # only where others were asked
    by_receiver: bool = False
    folded: bool = False  # only for what was folded because its place was wrong
    own_page: bool = False

    @property
    def verb(self) -> str:
        """``hand-over``: in addresses, and the tag of the command."""
        return str(self.command.__struct_config__.tag)


# In the order in which a page offers them.
_ROWS = (
    Action(
        command=c.Accept,
        decide=Acting.accept,
        states=OPEN,
        label=own_label(fr="Accepter la transmission", en="Accept the hand-over"),
        send=own_label(fr="J'accepte", en="I accept"),
        done=own_label(fr="Transmission acceptée.", en="Hand-over accepted."),
        entry=Verb.ACCEPTED,
        timeline_label=own_label(fr="Transmission acceptée", en="Hand-over accepted"),
        icon="check-check",
        tone="ok",
        fields=("step",),
        primary=True,
        by_receiver=True,
    ),
    Action(
        command=c.SendBack,
        decide=Acting.send_back,
        states=OPEN,
        label=own_label(fr="Renvoyer", en="Send back"),
        send=own_label(fr="Renvoyer", en="Send back"),
        done=own_label(fr="Renvoyé, avec la raison.", en="Sent back, with the reason."),
        entry=Verb.SENT_BACK,
        timeline_label=own_label(fr="Transmission renvoyée", en="Hand-over sent back"),
        icon="repeat-2",
        tone="degraded",
        fields=("reason",),
        by_receiver=True,
    ),
    Action(
        command=c.Take,
        decide=Acting.take,
        states=OPEN,
        label=own_label(fr="Prendre", en="Take"),
        send=own_label(fr="Prendre", en="Take"),
        done=own_label(fr="L'incident est à vous.", en="The incident is yours."),
        entry=Verb.TAKEN,
        timeline_label=own_label(fr="Pris en charge", en="Taken"),
        icon="hand",
        tone="info",
        key="t",
        primary=True,
    ),
    Action(
        command=c.Resume,
        decide=Acting.resume,
        states=frozenset({State.PENDING}),
        label=own_label(fr="Reprendre", en="Resume"),
        send=own_label(fr="Reprendre", en="Resume"),
        done=own_label(fr="Repris.", en="Resumed."),
        entry=Verb.RESUMED,
        timeline_label=own_label(fr="Repris", en="Resumed"),
        icon="play",
        tone="info",
        key="p",
        primary=True,
    ),
    Action(
        command=c.Comment,
        decide=Acting.comment,
        states=frozenset(State),
        label=own_label(fr="Commenter", en="Comment"),
        send=own_label(fr="Ajouter le commentaire", en="Add the comment"),
        done=own_label(fr="Commentaire ajouté.", en="Comment added."),
        entry=Verb.COMMENTED,
        timeline_label=own_label(fr="Commentaire", en="A comment"),
        icon="message-square",
        tone="info",
        key="c",
        fields=("note",),
        adds_only=True,
    ),
    Action(
        command=c.HandOver,
        decide=Acting.hand_over,
        states=OPEN,
        label=own_label(fr="Transmettre", en="Hand over"),
        send=own_label(fr="Transmettre", en="Hand over"),
        done=own_label(fr="Transmis.", en="Handed over."),
        entry=Verb.HANDED_OVER,
        timeline_label=own_label(fr="Transmis", en="Handed over"),
        icon="arrow-right-left",
        tone="info",
        key="h",
        fields=("to", "team", "note"),
        by_holder=True,
    ),
    Action(
        command=c.OnIt,
        decide=Acting.on_it,
        states=OPEN,
        label=own_label(fr="J'y travaille jusqu'à", en="I'm on it until"),
        send=own_label(fr="J'y travaille jusque-là", en="I'm on it until then"),
        done=own_label(
            fr="Noté : personne n'est relancé d'ici là.", en="Noted: nobody else is asked until then."
        ),
        entry=Verb.ON_IT,
        timeline_label=own_label(fr="Y travaille", en="On it"),
        icon="clock",
        tone="info",
        key="y",
        fields=("until", "note"),
        by_owner=True,
    ),
    Action(
        command=c.Escalate,
        decide=Acting.escalate,
        states=OPEN,
        label=own_label(fr="Escalader", en="Escalate"),
        send=own_label(fr="Prévenir maintenant", en="Ask them now"),
        done=own_label(fr="Escalade demandée.", en="Escalation asked for."),
        entry=Verb.ESCALATED,
        timeline_label=own_label(fr="Escalade", en="Escalated"),
        icon="bell-ring",
        tone="degraded",
        key="u",
        fields=("line", "note"),
    ),
    Action(
        command=c.Deescalate,
        decide=Acting.deescalate,
        states=OPEN,
        label=own_label(fr="Désescalader", en="De-escalate"),
        send=own_label(fr="Ce n'est plus nécessaire", en="It is no longer needed"),
        done=own_label(
            fr="Désescaladé : ceux qui étaient prévenus le savent.",
            en="De-escalated: those who were asked know.",
        ),
        entry=Verb.DEESCALATED,
        timeline_label=own_label(fr="Désescalade", en="De-escalated"),
        icon="bell-off",
        tone="neutral",
        key="d",
        fields=("note",),
        escalated=True,
    ),
    Action(
        command=c.ReportToSupplier,
        decide=Acting.report,
        states=OPEN,
        label=own_label(fr="Signaler à l'hébergeur", en="Report to the provider"),
        send=own_label(fr="C'est signalé", en="It is reported"),
        done=own_label(fr="Signalé à l'hébergeur.", en="Reported to the provider."),
        entry=Verb.REPORTED,
        timeline_label=own_label(fr="Signalé", en="Reported"),
        icon="send",
        tone="redundancy",
        key="e",
        fields=("supplier", "reference"),
    ),
    Action(
        command=c.NoteReference,
        decide=Acting.note_reference,
        states=frozenset(State),
        label=own_label(fr="Noter leur référence", en="Note their reference"),
        send=own_label(fr="Noter", en="Note it"),
        done=own_label(fr="Référence notée.", en="Reference noted."),
        entry=Verb.REFERENCED,
        timeline_label=own_label(fr="Référence de l'hébergeur", en="The provider's reference"),
        icon="hash",
        tone="info",
        fields=("reference",),
        adds_only=True,
    ),
    Action(
        command=c.PassTurn,
        decide=Acting.pass_turn,
        states=OPEN,
        label=own_label(fr="Indiquer qui doit agir", en="Set who must act"),
        send=own_label(fr="Indiquer qui doit agir", en="Set who must act"),
        done=own_label(fr="À une autre partie d'agir.", en="Another party must act now."),
        entry=Verb.PASSED,
        timeline_label=own_label(fr="À une autre partie d'agir", en="Another party must act"),
        icon="repeat-2",
        tone="redundancy",
        key="m",
        fields=("to", "note"),
    ),
    Action(
        command=c.Pause,
        decide=Acting.pause,
        states=frozenset({State.NEW, State.IN_PROGRESS}),
        label=own_label(fr="Mettre en attente", en="Pause"),
        send=own_label(fr="Mettre en attente", en="Pause"),
        done=own_label(
            fr="En attente : les chronomètres concernés sont arrêtés.",
            en="Pending: the clocks concerned are stopped.",
        ),
        entry=Verb.PAUSED,
        timeline_label=own_label(fr="Mis en attente", en="Paused"),
        icon="pause",
        tone="neutral",
        key="p",
        fields=("reason", "note"),
    ),
    Action(
        command=c.ChangePriority,
        decide=Acting.change_priority,
        states=OPEN,
        label=own_label(fr="Priorité", en="Priority"),
        send=own_label(fr="Fixer la priorité", en="Set the priority"),
        done=own_label(fr="Priorité modifiée.", en="Priority changed."),
        entry=Verb.PRIORITISED,
        timeline_label=own_label(fr="Priorité fixée", en="Priority set"),
        icon="flag",
        tone="neutral",
        fields=("priority", "criticality", "note"),
    ),
    Action(
        command=c.CorrectPlace,
        decide=Acting.correct_place,
        states=OPEN,
        label=own_label(fr="Corriger le lieu", en="Correct the place"),
        send=own_label(
            fr="C'est la même panne, le lieu était faux", en="The same trouble, the place was wrong"
        ),
        done=own_label(fr="Lieu corrigé.", en="Place corrected."),
        entry=Verb.PLACE_CORRECTED,
        timeline_label=own_label(fr="Lieu corrigé", en="Place corrected"),
        icon="map-pin",
        tone="info",
        fields=("instead", "note"),
    ),
    Action(
        command=c.RestorePlace,
        decide=Acting.restore_place,
        states=frozenset({State.CLOSED}),
        label=own_label(fr="Le lieu était juste", en="The place was right"),
        send=own_label(fr="En faire de nouveau un incident", en="Make it an incident again"),
        done=own_label(fr="C'est de nouveau un incident.", en="It is an incident again."),
        entry=Verb.PLACE_RESTORED,
        timeline_label=own_label(fr="Le lieu était juste", en="The place was right"),
        icon="rotate-ccw",
        tone="degraded",
        fields=("note",),
        folded=True,
    ),
    Action(
        command=c.Merge,
        decide=Acting.regroup,
        states=OPEN,
        label=own_label(fr="Fusionner", en="Merge"),
        send=own_label(fr="C'est la même panne", en="It is the same trouble"),
        done=own_label(fr="Fusionnés : une seule panne.", en="Merged: one trouble."),
        entry=Verb.MERGED,
        timeline_label=own_label(fr="Fusionné avec un autre incident", en="Merged into another incident"),
        icon="git-merge",
        tone="neutral",
        key="f",
        fields=("into", "note"),
        own_page=True,
    ),
    Action(
        command=c.Split,
        decide=Acting.regroup,
        states=OPEN,
        label=own_label(fr="Séparer", en="Split"),
        send=own_label(fr="C'est une autre panne", en="It is another trouble"),
        done=own_label(fr="Séparé : un nouvel incident est ouvert.", en="Split: a new incident is open."),
        entry=Verb.SPLIT,
        timeline_label=own_label(fr="Alertes séparées", en="Alerts taken out"),
        icon="git-branch",
        tone="neutral",
        key="x",
        fields=("alerts", "note"),
        own_page=True,
    ),
    Action(
        command=c.Resolve,
        decide=Acting.resolve,
        states=OPEN,
        label=own_label(fr="Résoudre", en="Resolve"),
        send=own_label(fr="Le service est rétabli", en="The service is back"),
        done=own_label(fr="Résolu.", en="Resolved."),
        entry=Verb.RESOLVED,
        timeline_label=own_label(fr="Résolu", en="Resolved"),
        icon="circle-check",
        tone="ok",
        key="s",
        fields=("note",),
    ),
    Action(
        command=c.Reopen,
        decide=Acting.reopen,
        states=frozenset({State.RESOLVED, State.CLOSED}),
        label=own_label(fr="Rouvrir", en="Reopen"),
        send=own_label(fr="Rouvrir", en="Reopen"),
        done=own_label(fr="Rouvert.", en="Opened again."),
        entry=Verb.REOPENED,
        timeline_label=own_label(fr="Rouvert", en="Opened again"),
        icon="rotate-ccw",
        tone="degraded",
        key="s",
        fields=("note",),
    ),
    Action(
        command=c.Close,
        decide=Acting.close,
        states=frozenset({State.RESOLVED}),
        label=own_label(fr="Clore", en="Close"),
        send=own_label(fr="Clore", en="Close"),
        done=own_label(fr="Clos.", en="Closed."),
        entry=Verb.CLOSED,
        timeline_label=own_label(fr="Clos", en="Closed"),
        icon="check-check",
        tone="ok",
    ),
)
ACTIONS: dict[str, Action] = {row.verb: row for row in _ROWS}


def action_of(command: c.PersonCommand) -> Action:
    """The row of a command."""
    return ACTIONS[str(command.__struct_config__.tag)]


def offered(incident: Incident, organisation: Organisation) -> list[Action]:
    """The actions that make sense in this state; none on imported history."""
    if incident.imported is not None:
        return []
    if incident.folded_into is not None:
        undone = incident.correction is not None
        return [action for action in ACTIONS.values() if action.adds_only or (action.folded and undone)]
    can_report = bool(incident.supplier or organisation.suppliers)
    return [
        action
        for action in ACTIONS.values()
        if incident.state in action.states
        and not action.folded
        and (incident.owner or not action.by_owner)
        and (incident.asked or incident.pushed or not action.escalated)
        and (not action.by_receiver or incident.asked_of)
        and (can_report or action.command is not c.ReportToSupplier)
        and not (incident.inferred and action.command is c.CorrectPlace)  # nobody named its place
    ]
