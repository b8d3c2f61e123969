"""An export through the official Python client: official_export.py PROJECT FILE FORMAT.

Prints a line like that of benchmark_client. The client's limit of calls per minute is lifted.
"""

import json
import os
import resource
import sys
import time

from kili.client import Kili
from kili.core.graphql import graphql_client


class NoLimiter:
    """Stands for the limiter of the client's module."""

    def try_acquire(self, *_arguments, **_options):
        return True


graphql_client._limiter = NoLimiter()
project, file, fmt = sys.argv[1:]
started = time.monotonic()
kili = Kili(api_endpoint=os.environ["KILI_API_ENDPOINT"] + "/api/label/v2/graphql")
kili.export_labels(
    project,
    file,
    fmt,
    layout="merged",
    export_type="latest_from_last_step",
    with_assets=False,
    disable_tqdm=True,
)
seconds = time.monotonic() - started
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"assets": 0, "peak_mib": peak, "program": "official", "seconds": seconds}, separators=(",", ":")))
