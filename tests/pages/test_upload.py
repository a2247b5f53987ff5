"""The upload page: each file ends in read, asked or declined, beside its name."""

from datetime import date

from pincore.reading.imports import Answer, Asked, Declined, Import
from tests.pages.app import checked, opened, shown, texts, uploaded
from tests.pages.made import AMBIGUOUS, DAMAGED, UNKNOWN_HEADERS, month, overview

AUGUST = date(2026, 8, 1)


def entries(at):
    return list(at.session_state["pincore"].files.values())


def press(at, label):
    next(button for button in at.button if button.label == label).click()
    return checked(at.run())


def test_first_visit_has_one_button_one_uploader_and_a_line_on_privacy():
    at = opened()
    assert [title.value for title in at.title] == ["Bring your exports"]
    assert [button.label for button in at.button] == ["Try it with a sample account"]
    assert len(at.file_uploader) == 1
    assert "Nothing is stored" in texts(at)


def test_a_file_that_is_read():
    at = uploaded(("a.csv", month("Impressions", AUGUST, 31, 100)))
    (entry,) = entries(at)
    assert isinstance(entry.outcomes[0], Import)
    assert entry.content is None, "the bytes are let go"
    assert "a.csv" in texts(at) and "read" in texts(at)
    assert "1–31 Aug 2026" in texts(at)


def test_the_uploader_is_empty_after_reading_and_the_bytes_are_gone():
    at = uploaded(("a.csv", month("Impressions", AUGUST, 31, 100)))
    assert not at.file_uploader[0].value


def test_a_damaged_file_says_what_is_wrong_beside_it():
    at = uploaded(("a.csv", month("Impressions", AUGUST, 31, 100)), ("broken *x*.csv", DAMAGED))
    declined = next(entry.outcomes[0] for entry in entries(at) if entry.name.startswith("broken"))
    assert isinstance(declined, Declined)
    expander = next(e for e in at.expander if "broken" in e.label)
    said = " ".join(str(e.value) for e in expander.error).replace("\\", "")
    assert declined.problem.replace("\n", " ")[:40] in said.replace("\u2060", "")
    assert expander.label.count("\\*") == 2, "the name is shown letter by letter"


def test_an_ambiguous_file_is_asked_about_and_the_answer_is_remembered():
    at = uploaded(("dates.csv", AMBIGUOUS))
    (entry,) = entries(at)
    assert isinstance(entry.outcomes[0], Asked) and entry.content == AMBIGUOUS
    at = press(at, "Read the file with this answer")
    (entry,) = entries(at)
    assert isinstance(entry.outcomes[0], Import) and entry.content is None
    assert at.session_state["pincore"].answers
    at = uploaded(("same shape.csv", AMBIGUOUS.replace(b"500", b"501")), at=at)
    assert all(isinstance(entry.outcomes[0], Import) for entry in entries(at))


def test_unknown_headers_are_mapped():
    at = uploaded(("odd.csv", UNKNOWN_HEADERS))
    (entry,) = entries(at)
    question = entry.outcomes[0].question
    assert question.topic == "columns"
    labels = dict(question.options)
    for box, key in zip(at.selectbox, ("day", "pin", "impressions", "outbound_clicks"), strict=False):
        box.set_value(labels[key])
    at = press(at, "Read the file with this answer")
    (entry,) = entries(at)
    assert isinstance(entry.outcomes[0], Import)
    remembered = next(iter(at.session_state["pincore"].answers.values()))
    assert isinstance(remembered, Answer) and dict(remembered.columns)["when"] == "day"


def test_different_filters_are_never_mixed_but_chosen():
    plain = month("Impressions", AUGUST, 31, 100)
    narrow = overview(AUGUST, "Impressions", [40] * 31, chosen=(("Devices", "Mobile"),))
    at = uploaded(("all.csv", plain), ("mobile.csv", narrow))
    radio = at.radio(key="group")
    assert len(radio.options) == 2
    first = at.session_state["pincore"].history.digest
    radio.set_value(radio.options[1])
    at = checked(at.run())
    assert at.session_state["pincore"].history.digest != first


def test_start_over_forgets_everything():
    at = uploaded(("a.csv", month("Impressions", AUGUST, 31, 100)))
    at = press(at, "Start over")
    assert not entries(at) and not at.session_state["pincore"].answers
    assert "a.csv" not in texts(at)
    assert "Try it with a sample account" in [button.label for button in at.button]


def test_own_files_push_the_sample_out():
    at = opened(sample=True)
    assert at.session_state["pincore"].sample
    at = uploaded(("a.csv", month("Impressions", AUGUST, 31, 100)), at=at)
    assert [entry.name for entry in entries(at)] == ["a.csv"]
    assert "account" not in at.query_params


def test_a_file_that_is_brought_again_says_that_nothing_changed():
    file = month("Impressions", AUGUST, 31, 100)
    at = uploaded(("a.csv", file))
    assert "was here already" not in texts(at)
    at = uploaded(("a (1).csv", file), ("b.csv", month("Saves", AUGUST, 31, 5)), at=at)
    assert [entry.name for entry in entries(at)] == ["a.csv", "b.csv"]
    assert ["was here already" in box.label for box in at.expander if ".csv" in box.label] == [True, False]
    assert "the same file again, as “a (1).csv”: nothing changed." in texts(at)
    at = uploaded(("c.csv", month("Saves", date(2026, 7, 1), 31, 5)), at=at)
    assert "was here already" not in texts(at)
    at = uploaded(("a.csv", file), at=opened(sample=True))
    assert "was here already" not in texts(at)


def test_a_file_can_be_removed():
    at = uploaded(("a.csv", month("Impressions", AUGUST, 31, 100)), ("b.csv", month("Saves", AUGUST, 31, 5)))
    at = press(at, "Remove this file")
    assert len(entries(at)) == 1
    shown(at, "dashboard")


def test_the_days_of_a_list_are_asked_for_and_none_is_put_in(real_samples):
    at = uploaded(("top.json", (real_samples / "api/user_account_top_pins.json").read_bytes()))
    first, last = at.date_input
    assert first.value is None and last.value == date(2026, 8, 18)
    at = press(at, "Read the file with this answer")
    assert isinstance(entries(at)[0].outcomes[0], Asked) and "Give both days" in texts(at)
    at.date_input[0].set_value(date(2026, 8, 5))
    at = press(at, "Read the file with this answer")
    (found,) = entries(at)[0].outcomes
    assert isinstance(found, Import) and (found.window.start, found.window.end) == (date(2026, 8, 5), date(2026, 8, 18))


def test_files_without_pinterests_numbers_are_said_to_be_so(real_samples):
    at = uploaded(("visits.csv", (real_samples / "destination/plausible_visitors.csv").read_bytes()))
    assert "None of these files tells" in texts(at)
    assert "None of these files tells" not in texts(uploaded(("a.csv", month("Impressions", AUGUST, 31, 100))))
