"""The diagnosis page: at most three actions, a list that stays, limits that can be changed."""

from tests.pages.app import checked, opened, shown, texts, with_rules


def test_the_sample_is_diagnosed():
    at = opened("diagnosis", sample=True)
    said = texts(at)
    assert "What is wrong, and what first?" in said
    assert "1. Queue a Pin redesign test" in said
    assert "Found: Creative friction" in said
    assert "Whether the season moved it cannot be known" in said
    assert "How this was computed" in said
    assert len([button for button in at.button if button.label == "Keep for a test"]) <= 3


def test_a_kept_action_survives_a_change_of_page():
    at = opened("diagnosis", sample=True)
    checked(at.button(key="keep-creative_friction").click().run())
    at = shown(shown(at, "dashboard"), "diagnosis")
    assert at.button(key="keep-creative_friction").disabled
    assert at.get("download_button")
    checked(at.button(key="off-0").click().run())
    assert not at.button(key="keep-creative_friction").disabled


def test_a_limit_that_is_moved_changes_what_is_found():
    at = with_rules(opened("diagnosis", sample=True))
    checked(at.number_input(key="limit-ocr_fall").set_value(0.4).run())
    assert "no rule found anything wrong" in texts(at)


def test_the_split_can_be_over_boards():
    at = opened("diagnosis", sample=True)
    at.radio(key="moved").set_value("Saves")
    checked(at.radio(key="over-items").set_value("Boards").run())
    assert "split over boards" in texts(at)


def test_the_top_finding_is_on_the_dashboard():
    assert "Creative friction." in texts(opened("dashboard", sample=True))


def test_without_files_there_is_nothing_to_diagnose():
    assert "There is nothing to diagnose yet." in texts(opened("diagnosis"))
