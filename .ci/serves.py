"""Whether an installed `waybill` serves its first page: start it, wait for its answer, stop it."""

import socket
import subprocess
import sys
import time
import urllib.request

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
address = f"http://127.0.0.1:{port}/_stcore/health"
running = subprocess.Popen([sys.argv[1], "--no-browser", "--port", str(port)])
try:
    for _ in range(300):
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                print(f"the wheel serves: {answer.read().decode()}")
                break
        except OSError:
            if running.poll() is not None:
                sys.exit("waybill ended instead of serving")
            time.sleep(0.1)
    else:
        sys.exit("waybill did not answer within 30 seconds")
finally:
    running.terminate()
    running.wait(10)
