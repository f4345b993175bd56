"""The table: each figure the median of the rounds, each ratio the median of the ratios within a round."""

from collections.abc import Iterable, Sequence
from statistics import median

from tests.benchmarks.invite import PEOPLE, Inviting
from tests.benchmarks.mail import Mailed
from tests.benchmarks.measuring import Measured
from tests.benchmarks.reanchoring import PASSAGES, Reanchoring
from tests.benchmarks.rendering import Rendering
from tests.benchmarks.revise import MANY, WORDS, Revising
from tests.benchmarks.servers import Server

KEEPS = 0.85
MAIL_AIM = 0.5
INVITE_AIM = 2.0  # seconds
SAVE_AIM = 1.3  # times
DIFFERENCE_AIM = 150  # ms
RENDERING_AIM = 1_000  # ms
HEADS = ("page", "requests/s", "p50 ms", "p95 ms", "floor requests/s", "ratio", "aim", "HTML bytes")
COMPARED = ("page", "requests/s", "p50 ms", "p95 ms", "ratio to size {small}", "aim")


def table(found: Sequence[Measured], size: int) -> str:
    """Return the table of one database beside the floor."""
    rows = []
    for measured in found:
        samples = measured.product[size]
        ratio = median(ours.rate / floor.rate for ours, floor in zip(samples, measured.floor, strict=True))
        html = "" if measured.page.is_post else f"{measured.html_size:,}"
        floor = f"{median(sample.rate for sample in measured.floor):,.0f}"
        rows.append(
            [measured.page.name, *_speed(measured, size), floor, f"{ratio:.2f}", _aim(ratio, measured.page.aim), html]
        )
    return aligned(HEADS, rows)


def comparison(found: Sequence[Measured], small: int, large: int) -> str:
    """Return the table of a larger database beside a smaller one."""
    rows = []
    for measured in found:
        pairs = zip(measured.product[large], measured.product[small], strict=True)
        ratio = median(ours.rate / theirs.rate for ours, theirs in pairs)
        rows.append([measured.page.name, *_speed(measured, large), f"{ratio:.2f}", _aim(ratio, KEEPS)])
    return aligned([head.format(small=small) for head in COMPARED], rows)


def memory(servers: Iterable[tuple[str, Server]]) -> str:
    """Return the peak memory of stopped servers, one a line."""
    told = [f"{name} {server.peak_memory / 2**20:,.0f} MB" for name, server in servers if server.peak_memory]
    return "Peak memory, master and workers summed: " + (", ".join(told) or "not known on this system")


def letters(mailed: Mailed) -> str:
    """Return what was measured of the outbox."""
    ratio = median(ours / bare for ours, bare in zip(mailed.product, mailed.bare, strict=True))
    grown = (mailed.memory[-1] - mailed.memory[0]) / 2**20
    heads = ("letters", "letters/s", "bare smtplib letters/s", "ratio", "aim")
    speeds = [f"{median(rates):,.0f}" for rates in (mailed.product, mailed.bare)]
    rows = [[f"{mailed.letters:,} sent", *speeds, f"{ratio:.2f}", _aim(ratio, MAIL_AIM)]]
    return (
        f"{aligned(heads, rows)}\nWritten into the outbox: {mailed.written:,.0f} letters/s. Memory of the process that "
        f"sends grew by {grown:.1f} MB over {len(mailed.product)} rounds."
    )


def invitations(found: Inviting) -> str:
    """Return what was measured of inviting many at once."""
    rows = []
    for step, taken, aim in (
        (f"preview of {PEOPLE:,} addresses", found.preview, INVITE_AIM),
        (f"sending {PEOPLE:,} invitations", found.sending, INVITE_AIM),
        ("list of invitations while they are sent", found.progress, None),
    ):
        slowest = max(taken)
        said = "none" if aim is None else f"< {aim:.1f} s {'met' if slowest < aim else 'MISSED'}"
        rows.append([step, f"{median(taken):.2f}", f"{slowest:.2f}", said])
    written = median(PEOPLE / seconds for seconds in found.writing)
    return f"{aligned(('step', 'median s', 'slowest s', 'aim'), rows)}\nLetters written by the worker: {written:,.0f} a second."


def revisions(found: Revising) -> str:
    """Return what was measured of saving, comparing and merging."""
    ratio = median(many / few for many, few in zip(found.save_many, found.save_few, strict=True))
    typical = median(found.difference) * 1000
    rows = [
        ["save at 1 revision, p95", _ms(found.save_few), ""],
        [
            f"save at {MANY:,} revisions, p95",
            _ms(found.save_many),
            f"{ratio:.2f} of the former; {_most(ratio, SAVE_AIM)}",
        ],
        [f"difference of two texts of {WORDS:,} words", _ms(found.difference), _most(typical, DIFFERENCE_AIM)],
        [f"merge of two edits of {WORDS:,} words", _ms(found.merge), ""],
    ]
    peaks = ", ".join(f"{what} {peak / 2**20:.1f} MB" for what, peak in found.memory.items())
    return f"{aligned(('step', 'median ms', 'aim'), rows)}\nPeak memory of each: {peaks}."


def renderings(found: Rendering) -> str:
    """Return what was measured of rendering texts of full length."""
    rows = [
        [name, _ms(taken), f"{median(map(float.__truediv__, taken, found.prose)):.1f}", _most(max(taken) * 1000, aim)]
        for name, taken, aim in (
            ("prose", found.prose, RENDERING_AIM),
            ("the slowest that people write", found.honest, RENDERING_AIM),
            ("the slowest that is hostile", found.hostile, RENDERING_AIM),
        )
    ]
    return aligned(("text of 64 kB", "median ms", "times prose", "aim"), rows)


def reanchorings(found: Reanchoring) -> str:
    """Return what was measured of finding marked words again."""
    rows = [
        [f"{PASSAGES:,} passages, {name}", f"{median(rates):,.0f}"]
        for name, rates in (("the text as it was", found.same), ("one word in seven gone", found.edited))
    ]
    return aligned(("of a case of 700 words", "passages/s"), rows)


def _ms(taken: Sequence[float]) -> str:
    return f"{median(taken) * 1000:.1f}"


def _most(figure: float, aim: float) -> str:
    return f"at most {aim:g} {'met' if figure <= aim else 'MISSED'}"


def _speed(measured: Measured, size: int) -> list[str]:
    samples = measured.product[size]
    rate = median(sample.rate for sample in samples)
    p50, p95 = (median(sample.percentile(n) for sample in samples) for n in (50, 95))
    return [f"{rate:,.0f}", f"{p50:.1f}", f"{p95:.1f}"]


def _aim(ratio: float, aim: float | None) -> str:
    if aim is None:
        return "none"
    return f"≥ {aim:.2f} {'met' if round(ratio, 2) >= aim else 'MISSED'}"


def aligned(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows as text, in columns."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    lines = [
        "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in (heads, ["─" * width for width in widths], *rows)
    ]
    return "\n".join(lines)
