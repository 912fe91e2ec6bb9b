"""Structures of the covariance between visits, with their derivatives.

The parameters are those that SAS PROC MIXED prints: variances and covariances where the
structure is linear in them, variances and correlations elsewhere. Kenward and Roger's second
order term depends on that choice, nothing else does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np


class Structure(Protocol):
    """Sigma(theta) of k visits.

    Attributes
    ----------
    parameters : tuple of str, length q
    """

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the q parameters, those of SAS."""

    def sigma(self, theta: np.ndarray) -> np.ndarray:
        """Covariance of the visits, shape (k, k)."""

    def first(self, theta: np.ndarray) -> np.ndarray:
        """First derivatives of sigma, shape (q, k, k)."""

    def second(self, theta: np.ndarray) -> np.ndarray | None:
        """Second derivatives of sigma, shape (q, q, k, k); None where all are 0."""

    def scaled(self, theta: np.ndarray, factor: float) -> np.ndarray:
        """Parameters of sigma times a factor."""

    def start(self, moments: np.ndarray) -> np.ndarray:
        """Parameters near a covariance that was estimated without structure, shape (k, k)."""


@dataclass(frozen=True, slots=True)
class Linear:
    """Sigma is a sum of fixed matrices, each times a parameter.

    Attributes
    ----------
    parameters : tuple of str, length q
    basis : float array, shape (q, k, k)
    """

    parameters: tuple[str, ...]
    basis: np.ndarray

    def sigma(self, theta: np.ndarray) -> np.ndarray:
        """As in `Structure`."""
        return np.asarray(np.tensordot(theta, self.basis, axes=1))

    def first(self, theta: np.ndarray) -> np.ndarray:  # noqa: ARG002
        """As in `Structure`; the same for every theta."""
        return self.basis

    def second(self, theta: np.ndarray) -> None:
        """None: the structure is linear."""

    def scaled(self, theta: np.ndarray, factor: float) -> np.ndarray:
        """As in `Structure`."""
        return np.asarray(theta * factor)

    def start(self, moments: np.ndarray) -> np.ndarray:
        """The nearest sum, by least squares over the elements."""
        flat = self.basis.reshape(len(self.basis), -1)
        return np.asarray(np.linalg.solve(flat @ flat.T, flat @ moments.ravel()))


@dataclass(frozen=True, slots=True)
class Correlation:
    """How the correlation of two visits depends on a few numbers.

    Attributes
    ----------
    parameters : tuple of str, length r
    lag : int array, shape (k, k)
        Visits between the two.
    autoregressive : bool
        The one number to the power of the lag; else one number for each of r sets of pairs.
    sets : float array, shape (r, k, k)
        1 where the pair belongs to the set; not used when autoregressive.
    """

    parameters: tuple[str, ...]
    lag: np.ndarray
    autoregressive: bool
    sets: np.ndarray

    def derivatives(self, rho: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Correlation (k, k), its first (r, k, k) and second (r, r, k, k) derivatives."""
        k = len(self.lag)
        if self.autoregressive:
            lag, r = self.lag, float(rho[0])
            # 0 to the power of 0 is 1, so that rho = 0 needs no case of its own.
            first = lag * np.power(r, np.maximum(lag - 1, 0))
            second = lag * (lag - 1) * np.power(r, np.maximum(lag - 2, 0))
            return np.power(r, lag), first[np.newaxis], second[np.newaxis, np.newaxis]
        second = np.zeros((len(rho), len(rho), k, k))
        return np.eye(k) + np.tensordot(rho, self.sets, axes=1), self.sets, second

    def near(self, correlations: np.ndarray) -> np.ndarray:
        """Numbers near a correlation matrix."""
        if self.autoregressive:
            return np.array([correlations[self.lag == 1].mean()])
        return np.array([correlations[pairs > 0].mean() for pairs in self.sets])


@dataclass(frozen=True, slots=True)
class Homogeneous:
    """One variance, times a correlation."""

    correlation: Correlation

    @property
    def parameters(self) -> tuple[str, ...]:
        """The variance, then the correlation's."""
        return ("Residual", *self.correlation.parameters)

    def sigma(self, theta: np.ndarray) -> np.ndarray:
        """As in `Structure`."""
        return np.asarray(theta[0] * self.correlation.derivatives(theta[1:])[0])

    def first(self, theta: np.ndarray) -> np.ndarray:
        """As in `Structure`."""
        r, dr, _ = self.correlation.derivatives(theta[1:])
        return np.concatenate([r[np.newaxis], theta[0] * dr])

    def second(self, theta: np.ndarray) -> np.ndarray:
        """As in `Structure`."""
        _, dr, ddr = self.correlation.derivatives(theta[1:])
        q, k = len(theta), dr.shape[-1]
        dd = np.zeros((q, q, k, k))
        dd[0, 1:], dd[1:, 0], dd[1:, 1:] = dr, dr, theta[0] * ddr
        return dd

    def scaled(self, theta: np.ndarray, factor: float) -> np.ndarray:
        """As in `Structure`."""
        return np.concatenate([theta[:1] * factor, theta[1:]])

    def start(self, moments: np.ndarray) -> np.ndarray:
        """As in `Structure`."""
        near = self.correlation.near(_correlations(moments))
        return np.concatenate([[np.diag(moments).mean()], near])


@dataclass(frozen=True, slots=True)
class Heterogeneous:
    """A variance for each visit, around a correlation."""

    correlation: Correlation

    @property
    def parameters(self) -> tuple[str, ...]:
        """The variances, then the correlation's."""
        k = len(self.correlation.lag)
        return (*(f"Var({s + 1})" for s in range(k)), *self.correlation.parameters)

    def sigma(self, theta: np.ndarray) -> np.ndarray:
        """As in `Structure`; not a number where a variance is below 0."""
        sd, rho = self._split(theta)
        return np.asarray(np.outer(sd, sd) * self.correlation.derivatives(rho)[0])

    def first(self, theta: np.ndarray) -> np.ndarray:
        """As in `Structure`."""
        sd, rho = self._split(theta)
        r, dr, _ = self.correlation.derivatives(rho)
        scale = np.outer(sd, sd)
        return np.concatenate([self._shares() * (scale * r) / self._per(theta), scale * dr])

    def second(self, theta: np.ndarray) -> np.ndarray:
        """As in `Structure`."""
        sd, rho = self._split(theta)
        r, dr, ddr = self.correlation.derivatives(rho)
        k, q, scale, a, v = len(sd), len(theta), np.outer(sd, sd), self._shares(), self._per(theta)
        dd = np.zeros((q, q, k, k))
        # Sigma_st is a product of powers of variances: 1/2 of v_s, 1/2 of v_t.
        dd[:k, :k] = a[:, np.newaxis] * a * (scale * r) / (v[:, np.newaxis] * v)
        dd[range(k), range(k)] -= a * (scale * r) / v**2
        dd[:k, k:] = a[:, np.newaxis] * (scale * dr) / v[:, np.newaxis]
        dd[k:, :k] = dd[:k, k:].swapaxes(0, 1)
        dd[k:, k:] = scale * ddr
        return dd

    def scaled(self, theta: np.ndarray, factor: float) -> np.ndarray:
        """As in `Structure`."""
        k = len(self.correlation.lag)
        return np.concatenate([theta[:k] * factor, theta[k:]])

    def start(self, moments: np.ndarray) -> np.ndarray:
        """As in `Structure`."""
        near = self.correlation.near(_correlations(moments))
        return np.concatenate([np.diag(moments), near])

    def _split(self, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        k = len(self.correlation.lag)
        # Beyond the edge of what is allowed; the caller sees that sigma is no covariance.
        return np.sqrt(np.maximum(theta[:k], 0.0)), theta[k:]

    def _shares(self) -> np.ndarray:
        """Power of each variance in each element of sigma, shape (k, k, k)."""
        one = np.eye(len(self.correlation.lag))
        return (one[:, :, np.newaxis] + one[:, np.newaxis, :]) / 2

    def _per(self, theta: np.ndarray) -> np.ndarray:
        k = len(self.correlation.lag)
        return np.asarray(theta[:k, np.newaxis, np.newaxis])


def _correlations(moments: np.ndarray) -> np.ndarray:
    sd = np.sqrt(np.diag(moments))
    return np.asarray(moments / np.outer(sd, sd))


def _lags(k: int) -> np.ndarray:
    return np.abs(np.subtract.outer(np.arange(k), np.arange(k)))


def _unstructured(k: int) -> Linear:
    places = [(s, t) for s in range(k) for t in range(s + 1)]
    basis = np.zeros((len(places), k, k))
    for i, (s, t) in enumerate(places):
        basis[i, s, t] = basis[i, t, s] = 1.0
    return Linear(tuple(f"UN({s + 1},{t + 1})" for s, t in places), basis)


def _toeplitz(k: int) -> Linear:
    names = ("Residual", *(f"TOEP({lag + 1})" for lag in range(1, k)))
    return Linear(names, np.array([_lags(k) == lag for lag in range(k)], dtype=float))


def _compound_symmetry(k: int) -> Linear:
    return Linear(("CS", "Residual"), np.array([np.ones((k, k)), np.eye(k)]))


def _autoregressive(k: int, name: str) -> Correlation:
    return Correlation((name,), _lags(k), True, np.zeros((1, k, k)))


def _by_lag(k: int) -> Correlation:
    sets = np.array([_lags(k) == lag for lag in range(1, k)], dtype=float)
    names = tuple(f"TOEPH({lag})" for lag in range(1, k))
    return Correlation(names, _lags(k), False, sets.reshape(k - 1, k, k))


def _equal(k: int) -> Correlation:
    return Correlation(("CSH",), _lags(k), False, (1 - np.eye(k))[np.newaxis])


#: Every structure by the name that the field gives it, from many parameters to few.
COVARIANCES: dict[str, Callable[[int], Structure]] = {
    "unstructured": _unstructured,
    "heterogeneous Toeplitz": lambda k: Heterogeneous(_by_lag(k)),
    "heterogeneous AR(1)": lambda k: Heterogeneous(_autoregressive(k, "ARH(1)")),
    "heterogeneous compound symmetry": lambda k: Heterogeneous(_equal(k)),
    "Toeplitz": _toeplitz,
    "AR(1)": lambda k: Homogeneous(_autoregressive(k, "AR(1)")),
    "compound symmetry": _compound_symmetry,
}
