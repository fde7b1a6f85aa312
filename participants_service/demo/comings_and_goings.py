"""Stories of people who join, leave, and change their minds about it."""

from participants_service.demo.department import Department
from participants_service.demo.people import Stay


def join_soon(department: Department) -> None:
    """ECTs and mentors who are registered and have not started."""
    for days_ahead in (1, 2, 10, 40):
        department.ect(started=-days_ahead)
    for days_ahead in (1, 15):
        department.mentor(started=-days_ahead)


def join_late(department: Department) -> None:
    """People whose school registered them after they had started: training starts that day."""
    department.ect(started=40, registered=10)
    department.ect(started=3, registered=1)
    department.mentor(started=60, registered=20)


def come_and_go_ahead(department: Department) -> None:
    """An ECT who will join and is already known to leave again."""
    stay = department.ect(started=-5, registered=6)
    department.register.leave(stay, on=department.ago(2), leaving_on=department.ago(-60))


def leave(department: Department) -> None:
    """People who left, leave today, or will leave."""
    for left in (300, 40, 1):
        _leave(department, department.ect(started=left + 150), left=left)
    for leaves_in in (0, 1, 30, 75):
        _leave(department, department.ect(started=260), left=-leaves_in)
    _leave(department, department.mentor(started=400), left=3)
    _leave(department, department.mentor(started=330), left=-14)


def stay_after_all(department: Department) -> None:
    """Reports of leaving that were taken back, one ahead of the day and one after it."""
    for stay, left in ((department.ect(started=500), -20), (department.mentor(started=450), 12)):
        _leave(department, stay, left=left)
        department.register.stay_on(stay, on=department.ago(2))


def leave_on_another_day(department: Department) -> None:
    """Reports of leaving that were replaced by a later and by an earlier day."""
    for first, second in ((50, -10), (-60, 4)):
        stay = department.ect(started=480)
        _leave(department, stay, left=first)
        department.register.leave(stay, on=department.ago(3), leaving_on=department.ago(second))


def _leave(department: Department, stay: Stay, *, left: int) -> None:
    reported = max(left + 12, 5) if left > 5 or left < 0 else left + 12
    department.register.leave(stay, on=department.ago(reported), leaving_on=department.ago(left))


COMINGS_AND_GOINGS = (
    join_soon,
    join_late,
    come_and_go_ahead,
    leave,
    stay_after_all,
    leave_on_another_day,
)
