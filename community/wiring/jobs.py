"""What the worker does, in its order."""

from community.accounts import answering
from community.cases.actions.amending import forget_former
from community.drafts.actions import forget_old
from community.files import preparing, sweeping
from community.groups.letters import write_invitations
from community.home import entering
from community.lessons import asking, reanchoring
from community.mail import delivery, emptying
from community.notifications import emptying as forgetting
from community.notifications import letters, telling
from community.plenaries import closing as phases
from community.search import filling, indexing
from community.throttle import sweep_job

JOBS = [
    reanchoring.look_again, telling.tell_waiting, letters.write_due, write_invitations, filling.fill_next,
    entering.enter_help, indexing.index_pending, indexing.tidy_when_quiet, preparing.prepare_next, sweeping.erase_removed,
    answering.answer_forgetful, delivery.deliver_due, emptying.empty_old, forgetting.forget_old, sweep_job,
    forget_former, forget_old, sweeping.erase_unclaimed, phases.close_due, asking.ask_due,
]  # fmt: skip
