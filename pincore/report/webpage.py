"""A report as one web page that needs nothing else: no script, no request, made to be printed too."""

from base64 import b64encode
from collections.abc import Iterator
from html import escape

from pincore.report import pictures
from pincore.report.types import Action, Actions, Block, Cell, Chart, Figure, Figures, Look, Points, Report, Section, Table, Text

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
STYLE = """
:root { color-scheme: light; --own: %s }
* { box-sizing: border-box }
body { margin: 0; background: #fff; color: #141414; font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  overflow-wrap: anywhere }
header { background: var(--own); color: #fff; padding: 1.6rem max(1.2rem, calc(50vw - 29rem)) }
header img { display: block; max-height: 72px; max-width: 240px; background: #fff; padding: 8px; border-radius: 8px; margin-bottom: 1rem }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 } header p { margin: .4rem 0 0 }
main { max-width: 60rem; margin: 0 auto; padding: .4rem 1.2rem 3rem }
.answer { font-size: 1.15rem; font-weight: 600; margin: 1.4rem 0 }
h2 { font-size: 1.35rem; line-height: 1.25; margin: 2.4rem 0 .5rem; color: var(--own); border-bottom: 2px solid var(--own); padding-bottom: .3rem }
h3 { font-size: 1.05rem; margin: 1.4rem 0 .2rem } .small { font-size: .86rem; color: #4a4742; margin: .2rem 0 }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .7rem; margin: .7rem 0 }
dl > div { border: 1px solid #dcd8d2; border-radius: 10px; padding: .7rem .9rem; break-inside: avoid }
dt { font-size: .9rem; color: #4a4742 } dd { margin: 0 } dd.value { font-size: 1.6rem; font-weight: 650; line-height: 1.3 }
dd.line { font-size: .86rem; margin-top: .3rem }
figure { margin: 1.2rem 0; break-inside: avoid } figcaption { font-weight: 600; margin-bottom: .3rem }
figure img { display: block; width: 100%%; max-width: 900px; height: auto }
.wide { overflow-x: auto } table { border-collapse: collapse; width: 100%%; font-size: .88rem; font-variant-numeric: tabular-nums }
caption { text-align: left; font-weight: 600; padding: .6rem 0 .3rem } th, td { padding: .3rem .6rem .3rem 0; border-bottom: 1px solid #e4e0da; vertical-align: top }
th { text-align: left; color: #4a4742; font-weight: 600 } .number { text-align: right; white-space: nowrap }
ul, ol { padding-left: 1.3rem } li { margin: .3rem 0 } ol > li > p { margin: .2rem 0 }
@media print { body { font-size: 11pt } header { print-color-adjust: exact; -webkit-print-color-adjust: exact } main { max-width: none; padding: 0 }
  h2 { break-after: avoid } tr { break-inside: avoid } .wide { overflow: visible } @page { margin: 16mm } }
"""


def write_html(report: Report) -> bytes:
    """The report as HTML in UTF-8."""
    return "\n".join(_page(report)).encode("utf-8", "replace")


def _page(report: Report) -> Iterator[str]:
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">\n<meta name="robots" content="noindex">'
    yield f"<title>{escape(report.title)}</title>\n<style>{STYLE % report.look.colour}</style>\n</head>\n<body>"
    yield f'<header>{_logo(report.look)}<h1 dir="auto">{escape(report.title)}</h1><p>{escape(report.about)}</p></header>'
    yield f'<main>\n<p class="answer">{escape(report.says)}</p>'
    for section in report.sections:
        yield from _section(section, report)
    yield "</main>\n</body>\n</html>\n"


def _logo(look: Look) -> str:
    return f'<img src="{_data(look.logo, "image/png")}" alt="Logo">' if look.logo else ""


def _data(content: bytes, mime: str) -> str:
    return f"data:{mime};base64,{b64encode(content).decode()}"


def _section(section: Section, report: Report) -> Iterator[str]:
    yield f'<section id="{escape(section.key)}">\n<h2>{escape(section.title)}</h2>'
    if section.says != report.says:
        yield f"<p>{escape(section.says)}</p>"
    for block in section.blocks:
        yield from _block(block, report.look)
    yield "</section>"


def _block(block: Block, look: Look) -> Iterator[str]:
    match block:
        case Text():
            yield f'<p class="small">{escape(block.says)}</p>' if block.small else f"<p>{escape(block.says)}</p>"
        case Points():
            yield f"<h3>{escape(block.title)}</h3>" if block.title else ""
            yield f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in block.items)}</ul>"
        case Actions():
            yield f"<h3>What to do</h3>\n<ol>{''.join(_action(item) for item in block.items)}</ol>"
        case Figures():
            yield f'<h3>{escape(block.title)}</h3>\n<p class="small">{escape(block.says)}</p>'
            yield f"<dl>{''.join(_figure(item) for item in block.items)}</dl>"
        case Table():
            yield from _table(block)
        case Chart():
            yield f"<figure><figcaption>{escape(block.title)}</figcaption>"
            yield f'<img src="{_data(pictures.svg(block, look).encode(), "image/svg+xml")}" alt="{escape(block.alt)}"></figure>'


def _action(action: Action) -> str:
    return f"<li><strong>{escape(action.do)}</strong>{''.join(f'<p>{escape(line)}</p>' for line in action.lines)}</li>"


def _figure(figure: Figure) -> str:
    lines = ([figure.change] if figure.change else []) + list(figure.lines)
    said = "".join(f'<dd class="line">{escape(line)}</dd>' for line in lines)
    return f'<div><dt>{escape(figure.label)}</dt><dd class="value">{escape(figure.value.says)}</dd>{said}</div>'


def _table(table: Table) -> Iterator[str]:
    numeric = [all(row[i].unit != "text" or not row[i].says for row in table.rows) for i in range(len(table.columns))]
    head = "".join(f'<th scope="col"{_right(right)}>{escape(name)}</th>' for name, right in zip(table.columns, numeric, strict=True))
    yield f'<div class="wide"><table><caption>{escape(table.title)}</caption><thead><tr>{head}</tr></thead><tbody>'
    for row in table.rows:
        yield f"<tr>{''.join(_cell(cell, right) for cell, right in zip(row, numeric, strict=True))}</tr>"
    yield "</tbody></table></div>"


def _cell(cell: Cell, right: bool) -> str:
    return f"<td{_right(right)}>{escape(cell.says)}</td>" if right else f"<td><bdi>{escape(cell.says)}</bdi></td>"


def _right(right: bool) -> str:
    return ' class="number"' if right else ""
