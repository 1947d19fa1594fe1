"""Save what a viewer shows whenever a line comes in that names a file; answer when it is there."""

import sys

from rerun.experimental import ViewerClient

client = ViewerClient(sys.argv[1])
for line in sys.stdin:
    client.save_screenshot(line.strip())
    print('saved', flush=True)
