"""Give accounts new passwords, one account a call, so that an answer lost is one person's."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from vsosh_moodle.apply.outcome import is_lost
from vsosh_moodle.apply.passwords import PasswordSlips
from vsosh_moodle.language import _
from vsosh_moodle.moodle import users
from vsosh_moodle.moodle.client import MoodleClient
from vsosh_moodle.moodle.errors import MoodleError, PasswordRefused
from vsosh_moodle.moodle.faults import refused_row
from vsosh_moodle.moodle.ids import UserId
from vsosh_moodle.plan.records import User
from vsosh_moodle.store.journal import Journal, RunId, Step

UPDATE_USERS = "core_user_update_users"
_AFTER: dict[str, object] = {"password": "new"}
"""What the journal keeps of it: that there is a new one."""


@dataclass(frozen=True, slots=True)
class ReissueTarget:
    """An account that is to get a new password: as we know it, and Moodle's id."""

    user: User
    id: UserId


@dataclass(slots=True)
class ReissueOutcome:
    """How it ended. Of the `unsure` the site may or may not have taken the password."""

    done: list[User] = field(default_factory=list)
    refused: list[tuple[User, MoodleError]] = field(default_factory=list)
    unsure: list[User] = field(default_factory=list)
    left: list[User] = field(default_factory=list)
    stopped_by: MoodleError | None = None
    interrupted: bool = False


def _policy_refusal() -> PasswordRefused:
    """Return the error of a call whose only row had a password that the policy does not take.

    The warning about it breaks the answer's own declaration; the password before stays good (observed on
    4.1.1 and 4.5.6).
    """
    return PasswordRefused(
        _("Новый пароль не подходит правилам сайта, прежний действует."),
        _("Запишите правила сайта в logins.policy config.yaml: пароли будут сделаны по ним."),
        wsfunction=UPDATE_USERS,
        errorcode="password-policy",
    )


@dataclass(frozen=True, slots=True)
class Reissuer:
    """What it takes to set passwords; `note` enters in the register what became of a person's."""

    client: MoodleClient
    slips: PasswordSlips
    journal: Journal
    run: RunId
    note: Callable[[User, Literal["reissued", "unsure"]], None]
    force_change: bool = True

    def reissue(
        self,
        targets: Iterable[ReissueTarget],
        on_done: Callable[[int], None],
        should_stop: Callable[[], bool],
    ) -> ReissueOutcome:
        """Set a new password for each account: written down before its call, and never sent twice.

        A row that the site refuses leaves the others going; an answer that is lost, or a refusal of
        the whole call, ends the run: those not reached keep the password they have. Mails nothing: a
        password that core_user_update_users sets is not mailed (4.1-4.5).
        """
        outcome = ReissueOutcome()
        for target in targets:
            outcome.interrupted = outcome.interrupted or should_stop()
            if outcome.interrupted or outcome.stopped_by is not None:
                outcome.left.append(target.user)
            else:
                self._reissue(target, outcome)
                on_done(1)
        return outcome

    def _reissue(self, target: ReissueTarget, outcome: ReissueOutcome) -> None:
        user = target.user
        (number,) = self.journal.record_sent(
            self.run, [Step("update", "user", user.key, {}, _AFTER)]
        )
        [password] = self.slips.reissue([user])
        try:
            warnings = users.update_users(self.client, [self._row(target, password)])
        except MoodleError as error:
            outcome.stopped_by = error
            if error.errorcode == "invalidresponse":
                self._refuse(outcome, user, number, _policy_refusal())
            elif is_lost(error):
                outcome.unsure.append(user)
                self.note(user, "unsure")  # the journal says «sent»: nobody knows more
            else:
                self._refuse(outcome, user, number, error)
            return
        if warnings:
            said = warnings[0]
            refusal = refused_row(self.client.url, UPDATE_USERS, said.warningcode, said.message)
            self._refuse(outcome, user, number, refusal)
            return
        self.note(user, "reissued")
        self.journal.record_done(self.run, [number])
        outcome.done.append(user)

    def _refuse(self, outcome: ReissueOutcome, user: User, number: int, error: MoodleError) -> None:
        self.slips.withdraw([user])
        self.journal.record_failed(self.run, [number], error.errorcode or type(error).__name__)
        outcome.refused.append((user, error))

    def _row(self, target: ReissueTarget, password: str) -> users.UserUpdate:
        row: users.UserUpdate = {"id": target.id, "password": password}
        if self.force_change:
            row["preferences"] = [{"type": "auth_forcepasswordchange", "value": "1"}]
        return row
