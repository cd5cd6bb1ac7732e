"""How much each shown impression counts for another order of its list: importance weights of two models.

Both are from Li, Abbasi-Yadkori, Kveton, Muthukrishnan, Vinay & Wen 2018, "Offline Evaluation of Ranking Policies with
Click Models", KDD; ``matcher.policy_value`` says when to take which.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.components import Values
from matcher.outcome_log import Flags, Numbers, OutcomeLog
from matcher.position_bias import PositionBias
from taxonomy.errors import InputError

Times = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSums:
    """Sums of each list by group: a place under item-position, all places together under position-based.

    Attributes:
        earned: Of weight times reward; float64, shape ``(lists, groups)``, as the next two.
        came: Of what normalises.
        due: Of what that is expected to be.
        weights: Of each impression; shape ``(m,)``.
        supported: Whether each impression's new place could have come; shape ``(m,)``.
    """

    earned: Values
    came: Values
    due: Values
    weights: Values
    supported: Flags

    def ips(self) -> float:
        """Mean over lists."""
        return float(self.earned.sum() / len(self.earned))

    def snips(self, times: Times) -> Values:
        """Self-normalised values of samples of lists.

        Args:
            times: How often each list is in a sample; shape ``(samples, lists)``.
        """
        came = times @ self.came
        rate = np.divide(times @ self.earned, came, out=np.zeros_like(came), where=came > 0)
        found: Values = (rate * (times @ self.due)).sum(axis=1) / times.sum(axis=1)
        return found


def new_places(log: OutcomeLog, weights: Values) -> Numbers:
    """Place that weights give each impression among those of its list; shape ``(m,)``.

    Equal scores go by key and never by the place shown, which would make the new order hang on the chance that it is
    weighed by.
    """
    order = np.lexsort((log.pairs, -np.round(log.values @ weights, 12), log.lists))
    places = np.empty(len(log), dtype=np.int64)
    places[order] = log.positions
    return places


def list_sums(
    log: OutcomeLog, weights: Values, rewards: Values, bias: PositionBias | None, most_times: float
) -> ListSums:
    """Sums of each list for the order that weights give to it; arguments as in ``matcher.policy_value.policy_value``.

    Args:
        log: Lists.
        weights: Of the components; shape ``(n,)``.
        rewards: Of each impression, from 0; shape ``(m,)``.
        bias: Examination, for the position-based model; None for the item-position model.
        most_times: Importance weights are cut to this.

    Raises:
        InputError: The log is empty, rewards do not belong to it, or it tells no chances and there is no examination.
    """
    if not len(log):
        raise InputError(wanted="at least one list", found="none", where="log")
    if rewards.shape != (len(log),) or not (rewards >= 0).all():
        raise InputError(wanted=f"{len(log)} rewards from 0", found=rewards.tolist(), where="rewards")
    if bias is None and not log.has_chances.all():
        wanted = "the chances of all places, or examination for the position-based model"
        raise InputError(wanted=wanted, found=f"{int((~log.has_chances).sum())} impressions without", where="log")
    places = new_places(log, weights)
    if bias is None:
        return _item_position(log, places, rewards, most_times)
    return _position_based(log, places, rewards, bias, most_times)


def _item_position(log: OutcomeLog, places: Numbers, rewards: Values, most_times: float) -> ListSums:
    """A pair counts where it was shown at its new place; each place is normalised by itself."""
    rows = np.arange(len(log))
    same = places == log.positions
    times = np.where(same, np.minimum(1 / log.chances[rows, log.positions - 1], most_times), 0.0)

    def summed(values: Values) -> Values:
        flat = np.bincount(log.lists * log.places + log.positions - 1, values, log.list_count * log.places)
        return flat.reshape(log.list_count, log.places).astype(np.float64)

    return ListSums(
        earned=summed(times * rewards),
        came=summed(times),
        due=summed(np.ones(len(log))),
        weights=times,
        supported=log.chances[rows, places - 1] > 0,
    )


def _position_based(
    log: OutcomeLog, places: Numbers, rewards: Values, bias: PositionBias, most_times: float
) -> ListSums:
    """A pair counts by the examination of its new place over what it had: on average over chance, else at its place."""
    theta = bias.at(np.arange(1, log.places + 1))
    had = np.where(log.has_chances, np.nan_to_num(log.chances) @ theta, bias.at(log.positions))
    times = np.minimum(bias.at(places) / had, most_times)

    def summed(values: Values) -> Values:
        return np.bincount(log.lists, values, log.list_count)[:, None].astype(np.float64)

    return ListSums(
        earned=summed(times * rewards),
        came=summed(times * bias.at(log.positions)),
        due=summed(bias.at(places)),
        weights=times,
        supported=np.ones(len(log), dtype=bool),
    )
