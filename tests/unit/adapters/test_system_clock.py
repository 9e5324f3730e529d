import threading

from practicesync.adapters.system_clock import SystemClock

LONG = 20.0


def test_it_tells_the_time_with_its_zone():
    assert SystemClock().now().utcoffset() is not None


def test_a_wait_ends_by_itself_and_the_work_goes_on():
    assert SystemClock().wait(0.001) is False


def test_a_wait_of_less_than_nothing_is_none():
    assert SystemClock().wait(-1.0) is False


def test_a_wait_for_ever_can_be_asked_for_and_ended():
    clock = SystemClock()
    threading.Timer(0.01, clock.wake).start()

    assert clock.wait(float("inf")) is False


def test_a_wake_before_the_wait_ends_that_one_and_not_the_next():
    clock = SystemClock()
    clock.wake()
    assert clock.wait(LONG) is False
    woken = threading.Event()

    def wake() -> None:
        woken.set()
        clock.wake()

    threading.Timer(0.05, wake).start()

    assert clock.wait(LONG) is False
    assert woken.is_set()


def test_stop_ends_this_wait_and_all_later_ones():
    clock = SystemClock()
    threading.Timer(0.01, clock.stop).start()

    assert clock.wait(LONG) is True
    assert clock.wait(LONG) is True
