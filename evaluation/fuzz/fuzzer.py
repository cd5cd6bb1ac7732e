"""One target under libFuzzer: ``python -m evaluation.fuzz.fuzzer TARGET CORPUS -max_total_time=600`` (Atheris).

Our packages are instrumented as they are imported, so that inputs which reach new branches are kept. It ends with an
exit status other than 0 when something crashed, hung or held too much memory; the input lies beside the corpus.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable

import atheris

with atheris.instrument_imports(include=["taxonomy", "matcher", "indexes"]):
    from evaluation.fuzz.target_list import target_named


def main(arguments: list[str]) -> None:
    """Fuzz the target that is named first; everything after it is libFuzzer's."""
    warnings.simplefilter("error")
    target = target_named(arguments[1])
    attempt: Callable[[bytes], None] = target.load()
    atheris.Setup([arguments[0], f"-max_len={target.max_bytes}", *arguments[2:]], attempt)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
