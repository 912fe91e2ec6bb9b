"""Settings of all tests."""

import os

from hypothesis import settings

# A contribution is judged on the same examples each time; at a desk they are new ones.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")
