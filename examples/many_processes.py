"""Processes of one program log into one recording: they have its id without being told."""

import argparse
import multiprocessing
import os

import rerun_bridge as rr

APPLICATION = 'rerun_bridge_example_many_processes'


def work(addr: str, number: int) -> None:
    """Log what one process does."""
    rr.init(APPLICATION)
    rr.connect(addr)
    for step in range(50):
        rr.set_time('step', sequence=step)
        rr.log(f'process_{number}/value', rr.Scalars(step * number))
    rr.log(f'process_{number}', rr.TextLog(f'process {os.getpid()} is done'))
    rr.disconnect()


def main() -> None:
    """Start four processes, and wait for them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--connect', metavar='IP:PORT', help='a viewer that is there already')
    addr = parser.parse_args().connect
    rr.init(APPLICATION, spawn=addr is None)
    processes = [
        multiprocessing.Process(target=work, args=(addr or '127.0.0.1:9876', number))
        for number in range(1, 5)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()


if __name__ == '__main__':
    main()
