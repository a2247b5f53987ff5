"""MEASURES: what can be measured, and from which counts."""

from dataclasses import dataclass
from typing import Literal

Group = Literal["attention", "intent", "endorsement", "video"]
Unit = Literal["count", "share", "minutes", "seconds"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure: a count, or a count divided by another.

    `count` and `out_of` are column keys. `better` is "up", or "none" when more is not a goal.
    `diagnostic` measures show exposure and are no objective. `scale` turns the quotient into `unit`.
    """

    key: str
    label: str
    short: str
    group: Group
    count: str
    out_of: str | None
    better: Literal["up", "none"]
    diagnostic: bool
    says: str
    unit: Unit = "count"
    scale: float = 1.0

    @property
    def is_rate(self) -> bool:
        return self.out_of is not None


MEASURES: tuple[Measure, ...] = (
    Measure("impressions", "Impressions", "Impressions", "attention", "impressions", None, "none", True,
            "How many times your Pins were on screen. Shows exposure, not intent."),
    Measure("pin_clicks", "Pin clicks (close-ups)", "Pin clicks", "attention", "pin_clicks", None, "none", True,
            "Taps on a Pin for a closer look, formerly called close-ups."),
    Measure("close_up_rate", "Close-up rate", "Close-up rate", "attention", "pin_clicks", "impressions", "none", True,
            "Pin clicks divided by impressions: does the image make people look closer?", "share"),
    Measure("outbound_clicks", "Outbound clicks", "Outbound clicks", "intent", "outbound_clicks", None, "up", False,
            "Clicks that leave Pinterest for your page."),
    Measure("ocr", "Outbound click rate", "Outbound click rate", "intent", "outbound_clicks", "impressions", "up", False,
            "Outbound clicks divided by impressions: immediate intent.", "share"),
    Measure("saves", "Saves", "Saves", "endorsement", "saves", None, "up", False,
            "How many times your Pins were saved to a board."),
    Measure("save_rate", "Save rate", "Save rate", "endorsement", "saves", "impressions", "up", False,
            "Saves divided by impressions: perceived lasting value, which tells Pinterest to distribute.", "share"),
    Measure("video_views", "Video views", "Views", "video", "video_views", None, "up", False,
            "Views of at least 2 seconds with half of the video in view."),
    Measure("video_avg_watch_time", "Average watch time", "Average watch", "video", "video_watch_time", "video_views", "up", False,
            "Seconds watched for each view: total watch time divided by video views.", "seconds", 60.0),
    Measure("video_watch_time", "Total watch time", "Watch time", "video", "video_watch_time", None, "up", False,
            "Minutes that people watched, in total.", "minutes"),
    Measure("video_95", "Played to 95 %", "95 % views", "video", "video_95", None, "up", False,
            "How many times a video was played to 95 % of its length."),
)  # fmt: skip

MEASURE_BY_KEY: dict[str, Measure] = {measure.key: measure for measure in MEASURES}
ADDITIVE: tuple[str, ...] = (
    "impressions", "pin_clicks", "outbound_clicks", "saves", "engagements",
    "video_views", "video_starts", "video_10s", "video_95", "video_watch_time",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rate:
    """Two sums over the same rows; a rate is never built from another rate."""

    count: float | None
    out_of: float | None

    @property
    def value(self) -> float | None:
        """The quotient, or None when it cannot be known.

        >>> Rate(4, 1000).value, Rate(0, 0).value, Rate(None, 5).value
        (0.004, None, None)
        """
        if self.count is None or not self.out_of:
            return None
        return self.count / self.out_of


@dataclass(frozen=True, slots=True)
class Choice:
    """Which part is looked at; `Choice()` is everything."""

    board: str | None = None
    format: str | None = None
    source: str | None = None
    content_type: str | None = None

    @property
    def everything(self) -> bool:
        return self == Choice()
