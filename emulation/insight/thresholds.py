"""From what on a figure is called a shortcoming. Every one can be given otherwise; none decides anything else."""

from __future__ import annotations

from fractions import Fraction

from emulation.frozen import frozen


@frozen(kw_only=True)
class Thresholds:
    """The lines that the report draws. Where a text sets one, its field says so; the others are customs of ours.

    ``new_forms``: share of launched participations with a new form of organising, below which little is new.
    ``taking_part``: share of a unit's staff in a movement, below which it has not drawn people in.
    ``uneven``: Gini's coefficient of those shares, from which on a movement is uneven between units.
    ``lagging``: share of the movement's mean, below which a unit lags.
    ``quiet_days``: days after the launch, or after the last result, without a result.
    ``at_max``: share of the units with all points of a criterion.
    ``judged``: share of the core points that are judged, above which the table, or a section, is called qualitative.
    ``close``: share of the rubric's total; neighbours nearer than that are close.
    ``kept``: share of the draws of weights in which a unit keeps its rank.
    ``concordance``: Kendall's W of the markers.
    ``alpha``: Krippendorff's alpha; below 2/3 not even tentative conclusions are drawn (Krippendorff 2004, 11.4).
    ``bias``: share of the rubric's total by which a marker lies above or below the others on average.
    ``self_gap``: share of the rubric's total between self-scored and verified points.
    ``foster_days``: days after a model was found without anybody fostering it.
    ``spread``: share of the models that some other unit adopted.
    ``stories``: stories for each unit and month.
    ``told``: stories from which on it is said that they are bunched; fewer say nothing of that.
    ``bunched``: how far the share of stories told in campaigns exceeds the share of the time that these take.
    ``peak``: share of the stories in one month, once ``peak_months`` months have passed.
    ``sudden_days``: days from a sudden achievement to the decision, in the middle or still waiting.
    ``joint``: share of the joint activities that a unit joined.
    """

    new_forms: Fraction = Fraction(1, 3)
    taking_part: Fraction = Fraction(1, 2)
    uneven: Fraction = Fraction(1, 5)
    lagging: Fraction = Fraction(1, 2)
    quiet_days: int = 60
    at_max: Fraction = Fraction(3, 4)
    judged: Fraction = Fraction(1, 2)
    close: Fraction = Fraction(1, 200)
    kept: Fraction = Fraction(4, 5)
    concordance: Fraction = Fraction(1, 2)
    alpha: Fraction = Fraction(2, 3)
    bias: Fraction = Fraction(3, 100)
    self_gap: Fraction = Fraction(1, 20)
    foster_days: int = 60
    spread: Fraction = Fraction(1, 2)
    stories: Fraction = Fraction(1)
    told: int = 6
    bunched: Fraction = Fraction(1, 4)
    peak: Fraction = Fraction(2, 5)
    peak_months: int = 4
    sudden_days: int = 30
    joint: Fraction = Fraction(1, 2)
