"""Where is your work kept? What saving does, and the workspaces: open, name, take along, delete."""

from pages.parts import frame, state

frame.guard()


def page() -> None:
    from pages.parts import workspace_list, workspace_open

    mine = state.session()
    workspace_list.show_answer(mine)
    if mine.workspace:
        workspace_open.show(mine, mine.workspace)
    else:
        workspace_list.show_way_in(mine)
    workspace_list.show_all(mine)
    workspace_list.show_loading(mine)
    workspace_list.show_access(mine)
    workspace_list.show_what_is_kept()


frame.title("workspaces")
page()
