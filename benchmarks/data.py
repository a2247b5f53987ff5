"""A made pin-day table of any size, the same for every engine."""

import datetime as dt
import random
from pathlib import Path

HEADER = "Date,Pin ID,Pin title,Board,Format,Link,Impressions,Pin clicks,Outbound clicks,Saves\n"
BOARDS = ("Home Decor", "Recipes", "Garden", "Style", "DIY & Crafts")
FORMATS = ("Image", "Video", "Carousel")


def write_pin_days(path: Path, rows: int, seed: int = 1) -> None:
    """Writes so many rows: a year of days, log-normal impressions, a third of the titles quoted; about 240 bytes a row."""
    chance = random.Random(seed)
    pins = [str(chance.randint(10**17, 10**18 - 1)) for _ in range(max(10, -(-rows // 365)))]
    first = dt.date(2025, 8, 3)
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for row in range(rows):
            day, i = divmod(row, len(pins))
            shown = int(chance.lognormvariate(6, 1.5))
            title = (
                f'"{i % 27 + 3} warm capsule wardrobe ideas, step by step {i}"' if i % 3 == 0 else f"Cozy reading nook makeover with soft light {i}"
            )
            link = f"https://www.example.com/blog/2025/08/some-article-{i % 900}?utm_source=pinterest&utm_medium=social&utm_campaign=fall&utm_content=pin-{i}"
            counts = f"{shown},{int(shown * 0.03)},{int(shown * 0.01 * chance.random())},{int(shown * 0.008)}"
            file.write(f"{first + dt.timedelta(day)},{pins[i]},{title},{BOARDS[i % 5]},{FORMATS[i % 3]},{link},{counts}\n")


def damage(source: Path, target: Path, row: int, kind: str) -> None:
    """Copies the table with one damaged row (its physical number): a count that is none, a comma too many, or a quote never closed."""
    lines = source.read_text(encoding="utf-8").split("\n")
    cells = lines[row - 1].split(",")
    if kind == "bad count":
        cells[-1] = "abc"
    elif kind == "comma too many":
        cells[1] = f"{cells[1]},,"
    else:
        cells[2] = '"' + cells[2].replace('"', "")
    lines[row - 1] = ",".join(cells)
    target.write_text("\n".join(lines), encoding="utf-8")
