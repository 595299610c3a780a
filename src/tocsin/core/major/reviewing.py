"""Reviewing: what people make of a major incident's review: its texts, its actions, that it is held. Drafts nothing."""

from collections.abc import Mapping
from datetime import date, datetime

from msgspec.structs import replace

from tocsin.core.kernel.errors import Refused
from tocsin.core.mail import MailDue
from tocsin.core.major import values as v
from tocsin.core.major.commanding import Here
from tocsin.core.major.mailing import Mailing
from tocsin.core.major.review import Review, ReviewAction
from tocsin.core.major.values import Major, MajorState

_LONGEST = 20_000  # characters of a section
Reviewed = tuple[Major, Mapping[str, object], tuple[MailDue, ...]]
ReviewCommand = (
    v.KeepReview
    | v.EditReview
    | v.AddAction
    | v.FollowActions
    | v.FinishAction
    | v.FinishReview
    | v.RemindOfActions
)


class Reviewing:
    """One command on the review of one major incident."""

    def __init__(self, known: Major, here: Here, now: datetime, by: str) -> None:
        self._known, self._here, self._now, self._by = known, here, now, by

    def of(self, command: ReviewCommand) -> Reviewed:
        """The major incident after it, what the timeline keeps, and the mails. Raises Refused."""
        match command:
            case v.KeepReview(review=review):
                return self._keep(review)
            case v.EditReview(section=section, text=text):
                texts = {**self._review.texts, section: text.strip()[:_LONGEST]}
                return self._with(replace(self._review, texts=texts), {"what": section.value})
            case v.AddAction():
                return self._add(command)
            case v.FollowActions(problem=problem):
                followed = {
                    action.id: replace(action, problem=problem) for action in unfollowed(self._review)
                }
                return self._with(self._changed(followed), {"what": "followed", "number": f"PRB-{problem}"})
            case v.FinishAction(action=number):
                action = self._action(number)
                done = self._changed({number: replace(action, done_at=self._now)})
                return self._with(done, {"what": "done", "note": action.text})
            case v.FinishReview():
                return self._hold()
            case v.RemindOfActions():
                return self._remind(command)

    @property
    def _review(self) -> Review:
        if self._known.review is None:
            raise Refused("major.refused.no_review")
        return self._known.review

    def _keep(self, review: Review) -> Reviewed:
        if self._known.open:
            raise Refused("major.refused.not_over", number=self._known.subject.number)
        if self._known.review is not None:
            raise Refused("major.refused.drafted")
        return self._with(review, {"what": "drafted"})

    def _add(self, command: v.AddAction) -> Reviewed:
        if command.owner not in self._here.organisation.persons:
            raise Refused("major.refused.person", person=command.owner)
        if not command.text.strip():
            raise Refused("major.refused.text")
        if command.due < self._now.date():
            raise Refused("problem.refused.due")
        actions = self._review.actions
        action = ReviewAction(
            id=max((known.id for known in actions), default=0) + 1,
            text=command.text.strip(),
            owner=command.owner,
            due=command.due,
            problem=command.problem,
        )
        after, data, _mails = self._with(
            replace(self._review, actions=(*actions, action)),
            {"what": "action", "note": action.text, "to": action.owner, "due": action.due.isoformat()},
        )
        silent = action.owner == self._by or action.problem is not None  # a problem mails its own
        return after, data, () if silent else self._mails(after, action, "action")

    def _action(self, number: int) -> ReviewAction:
        action = next((known for known in self._review.actions if known.id == number), None)
        if action is None or action.done_at:
            raise Refused("problem.refused.action")
        if action.problem is not None:
            raise Refused("major.refused.followed", problem=f"PRB-{action.problem}")
        return action

    def _changed(self, changed: Mapping[int, ReviewAction]) -> Review:
        actions = tuple(changed.get(action.id, action) for action in self._review.actions)
        return replace(self._review, actions=actions)

    def _hold(self) -> Reviewed:
        if self._known.state is MajorState.REVIEWED or self._known.open:
            raise Refused("major.refused.held")
        after, data, mails = self._with(replace(self._review, held_at=self._now), {"what": "held"})
        return replace(after, state=MajorState.REVIEWED), data, mails

    def _remind(self, command: v.RemindOfActions) -> Reviewed:
        late = [action for action in self._review.actions if action.id in command.actions]
        reminded = {action.id: replace(action, reminded=command.today) for action in late}
        after, _data, _mails = self._with(self._changed(reminded), {})
        mails = tuple(mail for action in late for mail in self._mails(after, action, "action_overdue"))
        return after, {"note": ", ".join(action.text for action in late)}, mails

    def _mails(self, after: Major, action: ReviewAction, code: str) -> tuple[MailDue, ...]:
        facts = {"action": action.text, "due": action.due.isoformat()}
        return Mailing(self._here, self._now, self._by).person(after, action.owner, code, facts)

    def _with(self, review: Review, data: Mapping[str, object]) -> Reviewed:
        return replace(self._known, review=review), data, ()


def unfollowed(review: Review) -> tuple[ReviewAction, ...]:
    """The actions that are not done and that no problem follows."""
    return tuple(action for action in review.actions if action.done_at is None and action.problem is None)


def overdue(known: Major, today: date, again_days: int = 7) -> tuple[int, ...]:
    """The actions (ids) of which somebody is to be reminded on this day: overdue, and not reminded within a week."""
    actions = known.review.actions if known.review else ()
    return tuple(
        action.id
        for action in actions
        if action.overdue(today) and (action.reminded is None or (today - action.reminded).days >= again_days)
    )
