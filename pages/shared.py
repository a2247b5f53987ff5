"""What was shared? One report, as it stood when it was shared, for whoever holds its link."""

from pages.parts import frame

frame.guard()


def page() -> None:
    from pages.parts import viewed

    viewed.show()


page()
