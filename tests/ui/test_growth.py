"""A tab that is open all day takes no more memory for each message than the message."""

import gc

from evals.load_page import Tab, find


def test_a_tab_holds_as_many_components_after_many_messages_as_after_one(page_of, scripted):
    from gradio.state_holder import SessionState

    tab = Tab(find(int(page_of(scripted).address.rpartition(":")[2].strip("/"))), "goal")
    held = []
    for n in range(4):
        assert tab.send(f"Jag vill bli bättre på att presentera, nummer {n}.")
        held.append(
            [len(one.blocks_config.blocks) for one in gc.get_objects() if isinstance(one, SessionState)]
        )
    assert held[0] == held[-1]
