"""What Lighthouse says of the pages that everybody may see: `make lighthouse`.

Starts a service with the demo committee in a folder of its own, takes the given papers into its
library, and has Lighthouse look at each page as on a slow phone. Ends with 1 where a page misses a
goal. Needs Node's npx and Chromium. A performance below its goal on a machine that does other work
besides says nothing.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote
from urllib.request import urlopen

import click

from tests.support.demo_service import DemoService, demo_service

_LIGHTHOUSE = "lighthouse@13.5.0"
_CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
_PAGES = ("/", f"/tim?q={quote('kết nạp lại')}", "/van-ban", "/dang-nhap", "/tro-giup")
#: Lists of results are kept out of search engines on purpose.
_SKIPPED = "--skip-audits=is-crawlable"
_GOAL, _GOAL_OF_A_DOCUMENT = 95, 90
_TRIES = 3


@click.command()
@click.argument("papers", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--notes", is_flag=True, help="Also print what keeps a page from 100.")
def look(papers: tuple[Path, ...], notes: bool) -> None:
    """Print the marks of every public page; of documents, those of PAPERS."""
    missed = False
    with tempfile.TemporaryDirectory() as folder, demo_service(Path(folder)) as demo:
        print("| page | " + " | ".join(_CATEGORIES) + " | LCP s | TBT ms | CLS | kB |")
        print("| --- |" + " --- |" * (len(_CATEGORIES) + 4))
        for path in (*_PAGES, *_documents(demo, papers)):
            report = _seen(f"{demo.address}{path}", Path(folder))
            marks = [round((report["categories"][one]["score"] or 0) * 100) for one in _CATEGORIES]
            print(f"| {path} | " + " | ".join(map(str, marks)) + _figures(report), flush=True)
            goals = [_GOAL] * len(marks)
            if path.startswith("/van-ban/"):
                goals[0] = _GOAL_OF_A_DOCUMENT
            missed = missed or any(mark < goal for mark, goal in zip(marks, goals, strict=True))
            if notes:
                _tell(report)
    sys.exit(int(missed))


def _documents(demo: DemoService, papers: tuple[Path, ...]) -> list[str]:
    if not papers:
        return []
    demo.command("documents", "import", "--yes", *map(str, papers))
    with urlopen(f"{demo.address}/api/v1/documents?limit=100", timeout=30) as answer:
        found = json.load(answer)["items"]
    return [f"/van-ban/{one['id']}" for one in found if one["file_name"]]


def _seen(address: str, folder: Path) -> dict[str, Any]:
    target = folder / "report.json"
    command = [
        *("npx", "--yes", _LIGHTHOUSE, address, "--quiet", "--output=json"),
        *(f"--output-path={target}", "--chrome-flags=--headless=new --no-sandbox"),
        f"--only-categories={','.join(_CATEGORIES)}",
        *((_SKIPPED,) if "/tim?" in address else ()),
    ]
    given = {**os.environ, "CHROME_PATH": os.environ.get("CHROME_PATH", "/usr/bin/chromium")}
    # Now and then Chromium loses the trace of a load; Lighthouse then asks to be run again.
    for _ in range(_TRIES - 1):
        if subprocess.run(command, env=given, check=False, timeout=300).returncode == 0:
            break
    else:
        subprocess.run(command, env=given, check=True, timeout=300)
    report: dict[str, Any] = json.loads(target.read_text("utf-8"))
    return report


def _figures(report: dict[str, Any]) -> str:
    audits = report["audits"]
    value = {
        name: audits[name].get("numericValue") or 0
        for name in (
            *("largest-contentful-paint", "total-blocking-time"),
            *("cumulative-layout-shift", "total-byte-weight"),
        )
    }
    largest, blocked, shift, weight = value.values()
    return f" | {largest / 1000:.1f} | {blocked:.0f} | {shift:.2f} | {weight / 1000:.0f} |"


def _tell(report: dict[str, Any]) -> None:
    for name in _CATEGORIES:
        for one in report["categories"][name]["auditRefs"]:
            audit = report["audits"][one["id"]]
            if one["weight"] and (audit["score"] or 0) < 0.9:
                print(f"    {name}: {audit['title']} {audit.get('displayValue', '')}")
                for item in audit.get("details", {}).get("items", ())[:5]:
                    print(f"        {item.get('node', {}).get('snippet', item)}"[:300])


if __name__ == "__main__":
    look()
