"""Tasks of earlier meetings come up in the meeting and in its minutes, with their state."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

from emulation.files.session import Session, read_sources
from emulation.meeting.events import TaskDone
from emulation.meeting.minutes import minutes
from emulation.meeting.minutes_data import minutes_data
from emulation.wording.minutes import minutes_markdown

EXAMPLE = Path(__file__).parents[2] / "examples" / "noi-chinh-2022"
AT = datetime(2022, 8, 5, 8, tzinfo=UTC)


def test_tasks_of_earlier_meetings_come_up_with_their_state(tmp_path: Path) -> None:
    root = tmp_path / "bloc"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("meetings"))
    with Session.open(root, "half-year", "An", AT) as session:
        earlier = session.meeting.state.earlier_tasks()
        assert earlier
        waiting = [name for name, task in earlier.items() if task.done is None]
        finished = [name for name, task in earlier.items() if task.done is not None]
        assert waiting
        session.do(TaskDone(waiting[0], date(2022, 8, 1), "on time"), "An", AT)
        taken = minutes(session.record.entries(), read_sources)
    by_id = {task["task"]: task for task in minutes_data(taken)["tasks"]}
    assert by_id.keys() == {name for name, task in earlier.items() if task.given <= AT.date()}
    assert by_id[waiting[0]]["done"]["on"] == "2022-08-01"
    assert all(by_id[name]["done"] is None for name in waiting[1:])
    known = {name: task.done for name, task in earlier.items() if task.done and task.done <= AT.date()}
    assert known
    assert {*finished} - {*known}  # the folder says it of a later day: on the day of the meeting it was not so
    for name in finished:
        assert by_id[name]["done"] == ({"on": known[name].isoformat(), "note": None} if name in known else None)
    for language in ("vi", "en"):
        text = minutes_markdown(taken, language)
        assert all(earlier[name].text.read(language).split()[0] in text for name in by_id)
