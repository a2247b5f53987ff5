"""All measurements in one run, as a table: `python -m benchmarks`."""

import tempfile
from pathlib import Path

from benchmarks import faces, numbers
from benchmarks.data import damage, write_pin_days

ROWS = 1_000_000
DAMAGES = ("bad count", "comma too many", "quote never closed")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        clean = Path(folder) / "clean.csv"
        write_pin_days(clean, ROWS)
        hurt = {kind: Path(folder) / f"{kind}.csv" for kind in DAMAGES}
        for kind, path in hurt.items():
            damage(clean, path, ROWS // 2, kind)
        ways = [*((way, clean) for way in numbers.WAYS), *(("pincore", path) for path in hurt.values())]
        found = numbers.compare(ways, rounds=7)
    print(f"| bytes of {ROWS:,} Pin-days to all dashboard numbers | s | peak MB |\n|---|---|---|")
    for (way, path), (seconds, peak) in found.items():
        print(f"| {way}{'' if path == clean else f', {path.stem}'} | {seconds:.2f} | {peak:.0f} |")
    ours, peers = found["pincore", clean], [found[way, clean] for way in numbers.WAYS if way not in {"pincore", "diagnosis"}]
    fastest = min(peers)
    print(f"\nRatio to the fastest unchecked way: {ours[0] / fastest[0]:.2f} (wall), {ours[1] / fastest[1]:.2f} (peak memory)")
    print(f"Ratio of the diagnosis to the dashboard numbers: {found['diagnosis', clean][0] / ours[0]:.2f}")
    print(
        "Ratio of a file with one damaged row to the clean one: " + ", ".join(f"{k} {found['pincore', p][0] / ours[0]:.2f}" for k, p in hurt.items())
    )
    for label, unit, (mine, peer) in (
        ("Rerun of the dashboard, 100,000 rows, against a page of constants", "s", faces.measure_rerun()),
        ("Cold start to the painted sample dashboard, against a page of one chart", "s", faces.measure_cold_start()),
        ("python -m pincore --help against python with pandas", "s", faces.measure_command()),
    ):
        print(f"{label}: {mine:.3g} {unit} against {peer:.3g} {unit}, ratio {mine / peer:.2f}")


if __name__ == "__main__":
    main()
