"""Pictures of a QEMU machine the way sandboxes take them: once a second the whole screen, compared with Pillow.

Arguments: the monitor's socket, a folder for the pictures. Says, for each
picture that it keeps, a shade of grey in it; ends at SIGTERM.
"""

import json
import math
import os
import signal
import socket
import sys
import time

from PIL import Image, ImageChops

INTERVAL = 1.0
# A place that every painting covers, as in painting-guest.ts.
PAINTED_AT = (640, 300)


class Monitor:
    def __init__(self, path):
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(path)
        self.stream = connection.makefile("rw")
        self.stream.readline()
        self.ask("qmp_capabilities")

    def ask(self, command, **arguments):
        self.stream.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self.stream.flush()
        while True:
            answer = json.loads(self.stream.readline())
            if "error" in answer:
                raise RuntimeError(answer["error"]["desc"])
            if "return" in answer:
                return


def grab(monitor, path):
    """What libvirt asks of QEMU for a screenshot since both know how: a PNG."""
    monitor.ask("screendump", filename=path, format="png")
    with Image.open(path) as picture:
        picture.load()
        return picture


def measure_difference(before, now):
    """The root mean square of all differences, out of their histogram."""
    histogram = ImageChops.difference(before, now).histogram()
    squares = sum(count * (value % 256) ** 2 for value, count in enumerate(histogram))
    return math.sqrt(squares / (now.size[0] * now.size[1]))


def main(monitor_path, folder):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    monitor = Monitor(monitor_path)
    dump = f"/dev/shm/polling-loop-{os.getpid()}.png"
    before, kept, due = None, 0, time.monotonic()
    try:
        while True:
            now = grab(monitor, dump)
            if before is None or before.size != now.size or measure_difference(before, now) > 0:
                kept += 1
                now.save(os.path.join(folder, f"{kept:04d}.png"))
                print(now.getpixel(PAINTED_AT)[0], flush=True)
                before = now
            due += INTERVAL
            time.sleep(max(0.0, due - time.monotonic()))
    finally:
        if os.path.exists(dump):
            os.unlink(dump)


main(*sys.argv[1:])
