"""What learning something is worth to a worker: postings newly reached, fit, pay, as one number that adds up.

``value`` = (``postings`` + ``fit`` + ``pay``) x ``time``, in postings:

- ``postings``: postings that come within reach, one point each.
- ``fit``: one point for each hundredth by which the mean score of all postings looked at rises.
- ``pay``: one point for each ``PAY_SHARE`` by which the median of the advertised pay within reach rises; nothing where
  it falls, for more to choose from is no loss, and nothing where fewer than ``LEAST_PAID`` name a pay.
- ``time``: ``HALF_JP`` / (``HALF_JP`` + JP): what takes twelve weeks of 40 JP must open twice as much as what takes no
  time. Somebody in training earns nothing meanwhile; a course that does not say how long it is counts as
  ``USUAL_JP``, the length of most courses of a BLK (240 JP, six weeks).

The weights are a choice, told here and with each answer; the figures that they weigh are told too.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.components import Values
from matcher.score import DIGITS
from matcher.training.gained import Learnt
from matcher.training.reach import Outlook, Standing

PAY_SHARE = 0.10
LEAST_PAID = 5
HALF_JP = 480
USUAL_JP = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """The value function, in its parts.

    Attributes:
        postings: Points for postings newly reached.
        fit: Points for the rise of the mean score.
        pay: Points for the rise of the median pay; 0 where it is not known.
        time: Factor in (0, 1].
        value: (``postings`` + ``fit`` + ``pay``) x ``time``, four digits.
    """

    postings: float
    fit: float
    pay: float
    time: float
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PayChange:
    """The median of the advertised pay within reach, rupiah a month.

    Attributes:
        before: Today; None where fewer than ``LEAST_PAID`` postings within reach name one.
        after: Likewise.
        n_before: Postings within reach today that name a pay.
        n_after: Likewise afterwards.
        share: Of the rise in ``before``, may be below 0; None where either is not known.
    """

    before: float | None
    after: float | None
    n_before: int
    n_after: int
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """What learning something brings a worker.

    Attributes:
        standing: How the postings stand afterwards.
        opened: Places of the postings newly reached, the best scored first, then by place.
        raised: Places of the postings whose score rises, the most raised first, then by place.
        mean_rise: Mean rise of the score over all postings looked at, four digits.
        pay: The change of the median pay.
        worth: As one number.
    """

    standing: Standing
    opened: tuple[int, ...]
    raised: tuple[int, ...]
    mean_rise: float
    pay: PayChange
    worth: Worth


def gain_of(outlook: Outlook, learnt: Learnt, jp: int | None) -> Gain:
    """What learning something brings.

    Args:
        outlook: The postings looked at.
        learnt: What is learnt.
        jp: How long that takes; None where it is not known.
    """
    standing = outlook.after(learnt)
    rises = np.round(standing.totals - outlook.now.totals, DIGITS)
    opened = np.flatnonzero(standing.reached & ~outlook.now.reached)
    raised = np.flatnonzero(rises > 0)
    mean_rise = round(float(np.cumsum(rises)[-1]) / len(rises), DIGITS) if len(rises) else 0.0
    pay = pay_change(outlook.pay, outlook.now.reached, standing.reached)
    return Gain(
        standing=standing,
        opened=_by(standing.totals, opened),
        raised=_by(rises, raised),
        mean_rise=mean_rise,
        pay=pay,
        worth=worth_of(len(opened), mean_rise, pay.share, jp),
    )


def worth_of(opened: int, mean_rise: float, pay_share: float | None, jp: int | None) -> Worth:
    """The value function.

    Args:
        opened: Postings newly reached.
        mean_rise: Of the score, in [0, 1].
        pay_share: Rise of the median pay as a share; None where it is not known.
        jp: Length of the training; None where it is not known.
    """
    fit, pay = round(100 * mean_rise, DIGITS), round(max(0.0, pay_share or 0.0) / PAY_SHARE, DIGITS)
    time = round(HALF_JP / (HALF_JP + (USUAL_JP if jp is None else jp)), DIGITS)
    return Worth(postings=float(opened), fit=fit, pay=pay, time=time, value=round((opened + fit + pay) * time, DIGITS))


def pay_change(pay: Values, before: npt.NDArray[np.bool_], after: npt.NDArray[np.bool_]) -> PayChange:
    """The change of the median pay.

    Args:
        pay: Of each posting, NaN where it names none.
        before: Whether each is within reach today.
        after: Likewise afterwards.
    """
    (was, n_before), (becomes, n_after) = _median(pay[before]), _median(pay[after])
    share = None if was is None or becomes is None or was <= 0 else round(becomes / was - 1, DIGITS)
    return PayChange(before=was, after=becomes, n_before=n_before, n_after=n_after, share=share)


def _median(pay: Values) -> tuple[float | None, int]:
    named = pay[~np.isnan(pay)]
    return (round(float(np.median(named)), 2) if len(named) >= LEAST_PAID else None), len(named)


def _by(amounts: Values, places: npt.NDArray[np.int64]) -> tuple[int, ...]:
    """Places, those of the largest amounts first, then ascending."""
    return tuple(places[np.lexsort((places, -amounts[places]))].tolist())
