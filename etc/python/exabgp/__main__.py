"""Becomes the program ``exasharp``, with the same arguments, environment and process id."""

import os
import shutil
import signal
import sys


def program():
    """The program installed with this package, else the one in PATH."""
    prefix = os.path.dirname(os.path.realpath(__file__))
    # PREFIX/share/exasharp/python/exabgp
    for _ in range(4):
        prefix = os.path.dirname(prefix)
    beside = os.path.join(prefix, 'sbin', 'exasharp')
    if os.access(beside, os.X_OK):
        return beside
    return shutil.which('exasharp')


def main():
    path = program()
    if path is None:
        sys.exit('python3 -m exabgp: the program exasharp is not installed')
    # Python ignores it, and what is ignored stays so in the program.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        os.execv(path, ['exasharp'] + sys.argv[1:])
    except OSError as error:
        sys.exit(f'python3 -m exabgp: {path} can not be started: {error.strerror}')


if __name__ == '__main__':
    main()
