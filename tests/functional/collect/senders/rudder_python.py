"""Send events with RudderStack's SDK for Python, as an application would: ADDRESS KEY COUNT PAUSE_SECONDS."""

import sys
import time

from rudderstack.analytics.client import Client

address, key, count, pause = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
failed: list[object] = []
client = Client(
    key,
    host=address,
    on_error=lambda error, _batch: failed.append(error),
    max_queue_size=count + 1,
    upload_size=max(1, min(100, count // 25)),
    gzip=True,
    max_retries=40,
)
for number in range(count):
    client.track(f"user-{number}", "Order Completed", {"number": number})
    time.sleep(pause)
client.flush()
client.join()
print(f"failed: {failed}" if failed else "sent")
