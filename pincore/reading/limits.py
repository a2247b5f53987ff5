"""How much a file may hold. A larger one is declined before it is unpacked or split."""

MAX_BYTES = 512 * 2**20
"""A text file."""
MAX_UNPACKED = 512 * 2**20
"""What a ZIP or gzip may unpack to, all members together."""
SAFE_UNPACKED = 64 * 2**20
DENSEST = 60
"""What unpacks to more than SAFE_UNPACKED and to more than so many times its packed size is taken for a bomb."""
MAX_MEMBERS = 200
MAX_WORKBOOK = 100 * 2**20
"""What a workbook may unpack to: about 300,000 rows of ten columns."""
MAX_LINE = 8 * 2**20
"""A longer first line is no row of a table."""
MAX_CELLS = 5_000_000
"""Cells of a workbook's used range, filled or not: a stray cell far out makes it huge."""
MAX_JSON = 64 * 2**20
MAX_COLUMNS = 4_000
MAX_GRID_ROWS = 100_000
"""Rows of a layout with several blocks (an overview export has some hundred)."""
MAX_TITLE = 300
"""Longer titles, links and names are shortened when kept."""
MOST_DAMAGED = 0.2
"""The share of damaged rows above which a file is declined."""
