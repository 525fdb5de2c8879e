"""How much worse must those who were lost have fared for the conclusion to vanish?"""

from __future__ import annotations

from mtle_survey.stats.estimate import Estimate, Statistic, not_available

METHOD = "delta"


def tipping_point(change: Estimate, lost: int, people: int) -> Estimate:
    """The shift of the changes of those who were lost at which the interval reaches zero.

    Parameters
    ----------
    change : Estimate
        Mean change of everyone, with its interval, under the assumption that those who were lost changed as
        people with their scores do.
    lost : int
        People of the first wave without a later score.
    people : int
        All people of the first wave.

    Returns
    -------
    Estimate
        In score units, of opposite sign to the change: by how much the changes of the lost must have
        differed, each, from what is expected of them. A shift beyond belief speaks for the conclusion.

    Not available when
    ------------------
    The change is not, its interval holds zero, or nobody was lost.

    Notes
    -----
    A shift of delta for the share p of the lost moves the mean change by p delta; its standard error is
    kept. delta = -(bound nearer to zero) / p.

    References
    ----------
    Yan, X., Lee, S., & Li, N. (2009). Missing data handling methods in medical device clinical trials.
    Journal of Biopharmaceutical Statistics, 19, 1085-1098. https://doi.org/10.1080/10543400903243009
    """
    if not 0 <= lost <= people:
        raise ValueError(f"{lost} lost of {people} is impossible")
    if not change.available or change.interval is None:
        return not_available(change.unavailable or "the change has no interval", n=people, method=METHOD)
    if lost == 0:
        return not_available("nobody was lost", n=people, method=METHOD)
    low, high = change.interval.low, change.interval.high
    if low <= 0.0 <= high:
        return not_available("the interval holds zero as it is", n=people, method=METHOD)
    nearer = low if low > 0.0 else high
    return Estimate(value=-nearer * people / lost, n=people, method=METHOD)


STATISTIC = Statistic(
    name="tipping_point",
    family="missing",
    label="Tipping point of attrition",
    formula="-(bound nearer to zero) / share lost",
    reference="Yan, X., Lee, S., & Li, N. (2009). Missing data handling methods in medical device clinical "
    "trials. Journal of Biopharmaceutical Statistics, 19(6), 1085-1098. "
    "https://doi.org/10.1080/10543400903243009",
    compute=tipping_point,
)
