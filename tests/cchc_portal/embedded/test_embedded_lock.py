"""One process at a time; whoever waits hears why."""

import threading

from cchc_portal.embedded.lock import alone


def test_the_second_waits_for_the_first_and_hears_why(tmp_path):
    lock = tmp_path / "var" / "some.lock"
    done, said = [], []

    def second():
        with alone(lock, said.append, "waiting"):
            done.append("second")

    with alone(lock, said.append, "waiting"):
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.2)
        done.append("first")
    waiting.join()

    assert done == ["first", "second"]
    assert said == ["waiting"]
