"""How far an answer is that is being made, as a part of a page; and its stop."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.mark.usefixtures("loaded_desk")
def test_who_waits_sees_how_far_it_is_and_stops_it() -> None:
    from django.template.loader import render_to_string

    from wegmarke.desk.findings.working import working, working_on
    from wegmarke.model.progress import Progress

    with working_on("abc", can_stop=True) as watcher:
        watcher.report(Progress("ask", 0.4))
        watcher.report(Progress("ask", 0.3))
        assert watcher.share == 0.4, "an answer within an answer does not go back"
        told = render_to_string("findings/working.html", {"token": "abc", "working": working("abc")})
        assert 'value="0.40"' in told
        assert 'action="/findings/working/abc/stop/"' in told
        assert "player-stop" in told or "<button" in told
        assert "going through" not in told
        watcher.report(Progress("walk", 0.7))
        assert watcher.share == 0.4, "a walk is not the answer"
        told = render_to_string("findings/working.html", {"token": "abc", "working": working("abc")})
        assert "going through the journeys: 70" in told
        assert not watcher.stopped()
        watcher.stop()
        assert watcher.stopped()
        assert "disabled" in render_to_string("findings/working.html", {"token": "abc", "working": working("abc")})
    assert working("abc") is None
    told = render_to_string("findings/working.html", {"token": "abc", "working": None})
    assert "<button" not in told
    assert 'hx-get="/findings/working/abc/"' in told


@pytest.mark.usefixtures("loaded_desk")
def test_what_other_pages_need_is_not_taken_from_them() -> None:
    from wegmarke.desk.findings.working import working_on

    with working_on("abc", can_stop=False) as watcher:
        watcher.stop()
        assert not watcher.stopped()


def test_the_page_says_that_it_was_stopped(loaded_desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.test import RequestFactory

    from wegmarke.desk.findings import page
    from wegmarke.desk.findings.asking import Scope
    from wegmarke.errors import WegmarkeError

    assert loaded_desk.is_dir()

    def stopped(*_: object, can_stop: bool) -> None:
        assert can_stop
        raise WegmarkeError("question_stopped")

    monkeypatch.setattr(Scope, "ask", stopped)
    request = RequestFactory().get("/moments/", headers={"HX-Request": "true"})
    context: dict[str, object] = {}
    assert page.waited_for(request, Scope("", "", None), "moments", {}, context) is None
    assert context == {"stopped": True}
