"""COLUMNS: what the columns of any file may be called."""

import unicodedata
from dataclasses import dataclass
from typing import Literal

Role = Literal["day", "pin", "text", "count", "rate", "time", "audience"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column that Pincore knows. `aliases` are matched without case, accents, spaces or punctuation."""

    key: str
    label: str
    role: Role
    says: str
    aliases: tuple[str, ...]


COLUMNS: tuple[Column, ...] = (
    Column("day", "Date", "day", "The day of the row, as the file writes it (Pinterest's days are UTC).",
           ("date", "day", "report date", "datum", "tag", "jour", "fecha", "data", "dia", "data do relatorio", "日付", "日期", "날짜", "dzień",
            "giorno", "dato", "päivä", "день", "дата")),
    Column("pin", "Pin id", "pin", "The number in a Pin's address, kept as text.",
           ("pin id", "pin", "id", "pinid", "pin number", "pin nummer", "id épingle", "id de l'épingle", "identifiant épingle", "id del pin",
            "id do pin", "pin link", "pinterest link", "pin url", "ピンid", "핀 id", "pin-id", "pin-kennung", "id pin")),
    Column("title", "Title", "text", "The Pin's title.",
           ("pin title", "title", "pin name", "name", "titel", "pin-titel", "pin titel", "titre", "titre épingle", "titre de l'épingle", "título",
            "título do pin", "título del pin", "titolo", "titolo del pin", "pintitel", "tytuł", "ピンタイトル", "タイトル", "핀 제목")),
    Column("board", "Board", "text", "The board that the Pin was saved to.",
           ("board", "board name", "pinterest board", "pinnwand", "pinnwand name", "tableau", "nom du tableau", "tablero", "pasta", "bacheca", "bord",
            "prikbord", "tablica", "ボード", "보드")),
    Column("format", "Format", "text", "The Pin's format (image, video, carousel, idea).",
           ("format", "pin format", "type", "pin type", "creative type", "formato", "formato do pin", "formato del pin", "formaat", "indeling", "フォーマット", "형식",
            "typ", "media type")),
    Column("link", "Link", "text", "The page that the Pin leads to.",
           ("link", "url", "destination", "destination url", "destination link", "outbound link", "website", "landing page", "lien", "enlace",
            "ziel-link", "ziellink", "collegamento", "koppeling", "リンク", "링크", "ziel url")),
    Column("created", "Published", "day", "The day the Pin was published.",
           ("created", "created at", "creation date", "publish date", "published", "published at", "pin created", "date created", "created date",
            "pin creation date", "erstellt am", "veröffentlicht am", "date de publication", "fecha de publicación", "data de publicação",
            "data di pubblicazione", "publicatiedatum", "公開日", "作成日")),
    Column("image", "Image", "text", "The address of the Pin's image.",
           ("image", "image url", "media url", "picture", "bild", "bild url")),
    Column("source", "Source", "text", "Whose Pin it was: saved by you, by others, or both.",
           ("source", "pin source", "quelle", "fuente", "fonte", "bron", "ソース")),
    Column("content_type", "Content type", "text", "Organic or paid.",
           ("content type", "organic or paid", "paid or organic", "organic paid", "traffic type", "inhaltstyp", "type de contenu",
            "tipo de contenido", "tipo de conteúdo", "tipo di contenuto", "コンテンツタイプ")),
    Column("impressions", "Impressions", "count", "Times a Pin was on screen.",
           ("impression", "impressions", "total impressions", "pin impression", "pin impressions", "impressionen", "impresiones", "impressões",
            "impressioni", "vertoningen", "weergaven", "wyświetlenia", "インプレッション", "インプレッション数", "노출수")),
    Column("pin_clicks", "Pin clicks", "count", "Taps on a Pin for a closer look (formerly close-ups).",
           ("pin click", "pin clicks", "closeup", "closeups", "close-up", "close-ups", "total pin clicks", "total closeups", "pin closeups",
            "clics d'épingle", "clics sur épingle", "clics sur l'épingle", "clics sur les épingles", "clics sur des épingles", "klicks auf pins",
            "pin-klicks", "pin klicks", "clics en pines", "clics en el pin", "clics en pin", "clics de pin", "cliques no pin", "cliques em pins",
            "cliques nos pins", "clic sui pin", "clic sul pin", "pin-kliks", "pinklikken", "pin-klikken", "klikken op pin", "klikken op pins",
            "kliknięcia pinów", "ピンクリック", "ピンクリック数", "핀 클릭")),
    Column("outbound_clicks", "Outbound clicks", "count", "Clicks that leave Pinterest for the Pin's link.",
           ("outbound click", "outbound clicks", "link click", "link clicks", "total outbound clicks", "pin outbound click", "pin outbound clicks",
            "clickthroughs", "click throughs", "total link clicks", "ausgehende klicks", "clics sortants", "clics salientes", "cliques de saída",
            "cliques externos", "clic in uscita", "uitgaande klikken", "uitgaande kliks", "kliknięcia wychodzące", "アウトバウンドクリック",
            "アウトバウンドクリック数", "외부 클릭", "website clicks")),
    Column("saves", "Saves", "count", "Times a Pin was saved to a board.",
           ("save", "saves", "repin", "repins", "total saves", "pin save", "pin saves", "enregistrements", "gemerkt", "gespeichert", "merken",
            "speicherungen", "guardados", "salvamentos", "salvos", "salvataggi", "opgeslagen", "bewaard", "bewaringen", "zapisy", "zapisania",
            "保存", "保存数", "저장")),
    Column("engagements", "Engagements", "count", "Pinterest's own sum of interactions; never recomputed.",
           ("engagement", "engagements", "total engagement", "total engagements", "pin engagement", "interaktionen", "interacciones")),
    Column("video_views", "Video views", "count", "Views of at least 2 seconds with half of the video in view.",
           ("video view", "video views", "video mrc view", "video mrc views", "mrc video views")),
    Column("video_starts", "Video starts", "count", "Times a video began to play.", ("video start", "video starts")),
    Column("video_10s", "10-second plays", "count", "Times a video was played for at least 10 seconds.",
           ("video 10s view", "video 10s views", "10s video views", "10 second plays", "video 10s")),
    Column("video_95", "Played to 95 %", "count", "Times a video was played to 95 % of its length.",
           ("95% views", "95 views", "played to 95%", "quartile 95 percent view", "video 95", "video played at 95", "95% video views")),
    Column("video_watch_time", "Total watch time", "time", "Minutes that people watched, in total.",
           ("total watch time", "total play time", "video v50 watch time", "total watch time minutes", "video watch time",
            "total play time in minutes", "total watch time min")),
    Column("video_avg_watch_time", "Average watch time", "time", "Seconds that a view lasted on average.",
           ("video avg watch time", "average watch time", "avg watch time", "average play time", "video average watch time",
            "average watch time seconds", "average play time in seconds")),
    Column("total_audience", "Total audience", "audience", "People who saw a Pin; unique, so never summed over days.",
           ("total audience", "monthly viewers", "monthly views", "audience", "gesamte zielgruppe")),
    Column("engaged_audience", "Engaged audience", "audience", "People who acted on a Pin; unique, so never summed over days.",
           ("engaged audience", "monthly engaged audience", "monthly engaged")),
    Column("close_up_rate", "Close-up rate", "rate", "Pin clicks / impressions, as a file reports it.",
           ("pin click rate", "closeup rate", "close-up rate", "pin clicks rate")),
    Column("ocr", "Outbound click rate", "rate", "Outbound clicks / impressions, as a file reports it.",
           ("outbound click rate", "link click rate", "outbound clicks rate", "rate of outbound clicks")),
    Column("save_rate", "Save rate", "rate", "Saves / impressions, as a file reports it.", ("save rate", "repin rate", "saves rate")),
    Column("engagement_rate", "Engagement rate", "rate", "Engagements / impressions, as a file reports it.", ("engagement rate",)),
)  # fmt: skip

BY_KEY = {column.key: column for column in COLUMNS}
COUNTS: tuple[str, ...] = tuple(c.key for c in COLUMNS if c.role in ("count", "time"))
KPI_COUNTS: tuple[str, ...] = ("impressions", "pin_clicks", "outbound_clicks", "saves")


def normalise(header: str) -> str:
    """The header without case, accents, spaces and punctuation. (Nothing is cached: cells of any file pass here, names and e-mails too.)

    >>> normalise(" Clics d’épingle ")
    'clicsdepingle'
    """
    text = header.lower() if header.isascii() else unicodedata.normalize("NFKD", header).casefold()
    return "".join(filter(str.isalnum, text))


_BY_ALIAS = {normalise(alias): column for column in COLUMNS for alias in (*column.aliases, column.key)}


def find_column(header: str) -> Column | None:
    """The column that a header names, or None.

    >>> find_column("Link clicks").key
    'outbound_clicks'
    """
    return _BY_ALIAS.get(normalise(header))
