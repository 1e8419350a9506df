"""`python -m ui` is the same as `peakline`."""

import sys

from ui.main import main

sys.exit(main())
