"""Float64 arithmetic in a written order, + - * / alone: the same bits on every machine, with and without a compiler."""

from __future__ import annotations

TWO32 = 4294967296.0  # 2^32 as a float: multiplying by it is exact


def exp_minus(x: float) -> float:
    """exp(-x) for x >= 0: thirteen terms of the series at x/64, then six squarings."""
    y = x / 64.0
    term = 1.0
    total = 1.0
    for k in range(1, 13):
        term = term * -y / k
        total = total + term
    for _ in range(6):
        total = total * total
    return total


def power(x: float, n: int) -> float:
    """x^n by n multiplications, from 1."""
    result = 1.0
    for _ in range(n):
        result = result * x
    return result


def pascal(rows: int) -> list[list[float]]:
    """Binomial coefficients C(n, k) for n < rows, by addition; exact below 2^53."""
    table: list[list[float]] = []
    for n in range(rows):
        row = [1.0] * (n + 1)
        for k in range(1, n):
            row[k] = table[n - 1][k - 1] + table[n - 1][k]
        table.append(row)
    return table
