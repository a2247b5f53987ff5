"""The fictitious account: its boards, Pins, products and customers. Every name is invented."""

from typing import NamedTuple


class Board(NamedTuple):
    """A board. `seasons` holds the strength of its topic from January to December."""

    name: str
    slug: str
    seasons: tuple[float, ...]


class Pin(NamedTuple):
    """A Pin. `size` is its impressions on an ordinary day; the rates are per thousand impressions.

    `curve` says how it ages: "feed" Pins spike and decay, "search" Pins start low and stay.
    """

    title: str
    board: str
    format: str
    page: str
    published: str
    size: int
    curve: str
    clicks: float
    saves: float
    removed: str = "9999-12-31"


BOARDS = {
    "slow": Board("Slow Sunday Recipes", "slow-sunday-recipes", (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.8, 1.0, 1.15, 1.3, 1.35)),
    "quick": Board("Weeknight Dinners", "weeknight-dinners", (1.15, 1.1, 1.0, 0.95, 0.9, 0.85, 0.8, 0.95, 1.1, 1.1, 1.05, 0.9)),
    "garden": Board("Tiny Balcony Garden", "tiny-balcony-garden", (0.5, 0.8, 1.3, 1.7, 1.75, 1.4, 1.05, 0.85, 0.7, 0.6, 0.45, 0.4)),
    "plan": Board("Printable Planners", "printable-planners", (1.7, 1.1, 0.85, 0.8, 0.8, 0.85, 0.95, 1.25, 1.2, 1.15, 1.25, 1.6)),
    "wear": Board("Capsule Wardrobe Ideas", "capsule-wardrobe-ideas", (0.85, 0.95, 1.2, 1.2, 1.0, 0.85, 0.8, 1.0, 1.3, 1.25, 1.0, 0.85)),
    "home": Board("Cozy Home Corners", "cozy-home-corners", (1.05, 0.95, 0.85, 0.8, 0.75, 0.7, 0.75, 0.9, 1.1, 1.25, 1.35, 1.4)),
}

STAR = "Balcony herb shelf in one afternoon"
TIRED_BOARD = "plan"

PINS = (
    Pin(STAR, "home", "Image", "herb-shelf", "2025-10-23", 2900, "search", 4.6, 6.9),
    Pin("No-knead pumpkin bread", "slow", "Image", "pumpkin-bread", "2024-09-18", 170, "search", 5.8, 7.6),
    Pin("Brown butter apple cake", "slow", "Image", "apple-cake", "2024-10-02", 150, "search", 5.3, 7.1),
    Pin("Slow roast tomato pasta", "slow", "Image", "tomato-pasta", "2025-03-09", 110, "search", 4.7, 6.5),
    Pin("Oven risotto, no stirring", "slow", "Carousel", "oven-risotto", "2026-05-10", 75, "search", 3.4, 5.1),
    Pin("Cardamom buns for beginners", "slow", "Video", "cardamom-buns", "2025-09-14", 140, "feed", 2.7, 8.1),
    Pin("Gingerbread that stays soft", "slow", "Image", "gingerbread", "2025-11-16", 260, "feed", 4.9, 9.2, "2026-01-20"),
    Pin("Christmas cookie tin, 6 recipes", "slow", "Carousel", "cookie-tin", "2025-11-23", 290, "feed", 3.9, 11.1, "2026-01-20"),
    Pin("Blood orange yogurt loaf", "slow", "Image", "orange-loaf", "2026-01-25", 120, "feed", 5.0, 6.6),
    Pin("Braised beans and greens", "slow", "Image", "braised-beans", "2026-02-22", 80, "search", 3.9, 5.5),
    Pin("Rhubarb crumble bars", "slow", "Image", "rhubarb-bars", "2026-04-19", 130, "feed", 5.1, 7.4),
    Pin("Cold noodle salad jars", "slow", "Video", "noodle-jars", "2026-06-14", 115, "feed", 2.3, 6.0),
    Pin("Plum galette, step by step", "slow", "Carousel", "plum-galette", "2026-08-23", 135, "feed", 4.4, 7.1),
    Pin("Pear and walnut focaccia", "slow", "Image", "pear-focaccia", "2026-09-20", 160, "feed", 4.8, 6.4),
    Pin("One-pan gnocchi", "quick", "Image", "one-pan-gnocchi", "2024-11-05", 140, "search", 5.5, 5.3),
    Pin("Sheet pan chickpea dinner", "quick", "Image", "sheet-pan-chickpeas", "2025-01-20", 125, "search", 5.2, 5.5),
    Pin("15-minute peanut noodles", "quick", "Image", "peanut-noodles", "2025-02-11", 145, "search", 5.5, 5.9),
    Pin("Freezer dinners, 5 in an hour", "quick", "Carousel", "freezer-dinners", "2025-08-17", 160, "search", 3.8, 10.5),
    Pin("Quick miso salmon rice", "quick", "Image", "miso-salmon", "2026-07-18", 90, "search", 4.8, 4.4),
    Pin("Winter minestrone in 25 minutes", "quick", "Image", "minestrone", "2025-11-30", 105, "feed", 4.5, 5.0),
    Pin("Black bean tacos", "quick", "Video", "bean-tacos", "2026-01-15", 120, "feed", 2.4, 4.5),
    Pin("Creamy leek orzo", "quick", "Image", "leek-orzo", "2026-03-03", 100, "feed", 4.7, 4.8),
    Pin("Green pea pesto gnocchi", "quick", "Image", "pea-pesto-gnocchi", "2026-04-28", 95, "feed", 4.9, 4.6),
    Pin("Halloumi tray bake", "quick", "Image", "halloumi-bake", "2026-06-30", 105, "feed", 4.6, 4.9),
    Pin("Back-to-school lunch ideas", "quick", "Carousel", "lunch-ideas", "2026-08-11", 185, "feed", 3.7, 9.2),
    Pin("Pumpkin and sage pasta", "quick", "Image", "pumpkin-pasta", "2026-09-29", 175, "feed", 5.0, 5.8),
    Pin("Herbs that survive a north window", "garden", "Image", "north-window-herbs", "2025-02-18", 115, "search", 4.0, 6.6),
    Pin("Balcony tomatoes in buckets", "garden", "Image", "bucket-tomatoes", "2025-03-15", 130, "search", 4.3, 7.2),
    Pin("First balcony, first plants", "garden", "Carousel", "first-balcony", "2026-03-14", 100, "search", 3.0, 8.3),
    Pin("Sowing calendar for balconies", "garden", "Image", "sowing-calendar", "2026-01-31", 190, "search", 4.4, 10.2),
    Pin("Chili plants from seed", "garden", "Image", "chili-seed", "2026-02-14", 95, "search", 3.7, 5.4),
    Pin("Tiny pond in a pot", "garden", "Video", "tiny-pond", "2026-04-11", 240, "feed", 1.5, 6.8),
    Pin("Bee-friendly window box", "garden", "Image", "bee-box", "2026-05-02", 145, "feed", 2.9, 6.3),
    Pin("Strawberries in a hanging bag", "garden", "Image", "strawberry-bag", "2026-05-23", 120, "feed", 3.6, 5.8),
    Pin("Autumn balcony, plant these now", "garden", "Image", "autumn-balcony", "2026-09-05", 135, "feed", 3.9, 6.0),
    Pin("Weekly planner, one page", "plan", "Image", "weekly-planner", "2024-12-10", 210, "search", 7.0, 7.8),
    Pin("Meal plan with grocery list", "plan", "Image", "meal-plan", "2025-01-08", 185, "search", 7.4, 8.7),
    Pin("Habit tracker, 12 months", "plan", "Image", "habit-tracker", "2025-01-29", 130, "search", 5.7, 8.2),
    Pin("Budget sheet for beginners", "plan", "Image", "budget-sheet", "2026-01-06", 120, "search", 6.6, 6.2),
    Pin("Cleaning plan by room", "plan", "Carousel", "cleaning-plan", "2025-09-03", 165, "search", 4.3, 10.7),
    Pin("Year review worksheet", "plan", "Image", "year-review", "2025-12-13", 280, "feed", 6.2, 7.6),
    Pin("New year planner bundle", "plan", "Image", "weekly-planner", "2025-12-27", 320, "feed", 6.8, 8.0),
    Pin("Garden journal pages", "plan", "Image", "garden-journal", "2026-03-21", 85, "search", 5.2, 6.7),
    Pin("Summer bucket list to print", "plan", "Image", "bucket-list", "2026-05-30", 145, "feed", 5.4, 7.3),
    Pin("Student week planner", "plan", "Image", "student-planner", "2026-08-04", 230, "feed", 6.5, 7.0),
    Pin("Planner setup with me", "plan", "Video", "planner-setup", "2026-09-24", 800, "feed", 0.8, 5.5),
    Pin("Autumn reset checklist", "plan", "Carousel", "autumn-reset", "2026-09-12", 240, "feed", 3.4, 9.6),
    Pin("10 pieces, 30 outfits", "wear", "Carousel", "ten-pieces", "2025-03-27", 155, "search", 2.3, 7.6),
    Pin("Mending basics, by hand", "wear", "Image", "mending-basics", "2026-02-01", 95, "search", 3.8, 6.1),
    Pin("Winter capsule in earth tones", "wear", "Image", "winter-capsule", "2025-11-09", 130, "feed", 2.0, 6.5),
    Pin("How to wash wool", "wear", "Image", "wash-wool", "2026-01-11", 90, "search", 4.1, 5.0),
    Pin("Spring capsule, 12 pieces", "wear", "Carousel", "spring-capsule", "2026-03-07", 150, "feed", 2.2, 7.7),
    Pin("Packing list, hand luggage only", "wear", "Image", "packing-list", "2026-05-16", 125, "search", 3.3, 8.5),
    Pin("Autumn layers without bulk", "wear", "Video", "autumn-layers", "2026-09-01", 150, "feed", 1.3, 5.5),
    Pin("Reading nook in a rented flat", "home", "Image", "reading-nook", "2024-10-20", 150, "search", 2.9, 6.8),
    Pin("Small hallway, big order", "home", "Image", "small-hallway", "2026-06-07", 100, "search", 3.2, 6.2),
    Pin("Pantry labels to print", "home", "Image", "pantry-labels", "2025-06-29", 115, "search", 5.6, 7.9),
    Pin("Shelf styling, a slow method", "home", "Image", "shelf-styling", "2025-10-12", 90, "feed", 2.1, 5.9),
    Pin("Advent corner without plastic", "home", "Image", "advent-corner", "2025-11-13", 210, "feed", 2.4, 8.3, "2026-01-06"),
    Pin("Bedroom refresh, nothing bought", "home", "Image", "bedroom-refresh", "2026-02-08", 115, "feed", 2.3, 5.3),
    Pin("Laundry corner makeover", "home", "Video", "laundry-corner", "2026-03-29", 130, "feed", 1.4, 4.7),
    Pin("Drying herbs in the kitchen", "home", "Image", "drying-herbs", "2026-07-12", 95, "feed", 3.5, 5.2),
    Pin("Candle corner for dark evenings", "home", "Image", "candle-corner", "2026-10-04", 150, "feed", 2.5, 6.0),
    Pin("Balcony herb shelf, winter look", "home", "Image", "herb-shelf-winter", "2026-10-11", 110, "feed", 3.8, 5.7),
)  # fmt: skip

# (name, price, what its orders mostly come from)
PRODUCTS = (
    ("Weekly planner (PDF)", 9.0, "weekly-planner"),
    ("Meal plan set (PDF)", 12.0, "meal-plan"),
    ("Sowing calendar (print)", 16.0, "sowing-calendar"),
    ("Pantry label sheets", 14.0, "pantry-labels"),
    ("Herb shelf building plan (PDF)", 7.0, "herb-shelf"),
    ("Student week planner (PDF)", 9.0, "student-planner"),
)

FIRST_NAMES = ("Mara", "Ilse", "Noor", "Tove", "June", "Petra", "Asha", "Romy", "Lior", "Bea", "Kaito", "Femke", "Otis", "Vera", "Simone", "Jonah")
LAST_NAMES = (
    "Lindqvale",
    "Harrowby",
    "Okonsen",
    "Ferrante-Wick",
    "Tanabry",
    "Dubrel",
    "Moravik",
    "Ashgrove",
    "Pellwyn",
    "Castoria",
    "Vennick",
    "Rosedal",
)
CITIES = (("Portmere", "OR"), ("Elm Hollow", "VT"), ("Northway", "MN"), ("Saltbridge", "ME"), ("Juniper Flats", "CO"))
