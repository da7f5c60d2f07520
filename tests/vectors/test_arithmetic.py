"""The written-out arithmetic against exact decimals."""

from __future__ import annotations

import math
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest

from scorewatch.chance.arithmetic import exp_minus, pascal, power


def test_exp_minus_is_good_to_twelve_places() -> None:
    """To 1e-12 absolutely, and to 5e-11 of itself: 64 times what the series leaves out, (5/8)^13 / 13! of exp(-5/8)."""
    with localcontext() as context:
        context.prec = 40
        for step in range(0, 40_001, 7):
            x = step / 1000
            exact = (-Decimal(x)).exp()
            found = Decimal(exp_minus(x))
            assert abs(found - exact) <= Decimal("1e-12"), x
            assert abs(found - exact) <= Decimal("5e-11") * exact, x


def test_exp_minus_of_nothing_is_one() -> None:
    assert exp_minus(0.0) == 1.0


@pytest.mark.parametrize("x", [0.0, 0.1, 0.5, 1 / 3, 1.0])
def test_powers(x: float) -> None:
    for n in range(60):
        assert power(x, n) == pytest.approx(float(Fraction(x) ** n), rel=1e-14)
    assert power(x, 0) == 1.0


def test_binomials_are_exact_where_a_float_can_be() -> None:
    for n, row in enumerate(pascal(57)):
        assert row == [float(math.comb(n, k)) for k in range(n + 1)]
    for n, row in enumerate(pascal(140)):
        assert row == pytest.approx([math.comb(n, k) for k in range(n + 1)], rel=1e-13)
