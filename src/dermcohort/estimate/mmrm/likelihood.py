"""The likelihood of the covariance parameters and its derivatives, from moments alone.

Names: A is the inverse of Sigma at the visits of a pattern, Phi the covariance of the
coefficients, P_i = X' (dA/dtheta_i) X as Kenward and Roger (1997) write it, C and R the sums over
patients of x Phi x' and of the residuals' products, each (k, k) for a pattern.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dermcohort.estimate.mmrm.covariance import Structure
from dermcohort.estimate.mmrm.moments import PatternMoments


@dataclass(frozen=True, slots=True)
class Likelihood:
    """-2 log likelihood at one theta, in the scaled response.

    Attributes
    ----------
    value : float
        Without the constants that do not depend on theta.
    theta : float array, shape (q,)
        Parameters of the first covariance matrix, then of the second, ...
    sigma : float array, shape (groups, k, k)
    gamma : float array, shape (r,)
        Coefficients of the orthonormal design.
    phi : float array, shape (r, r)
        Their covariance.
    inverse : float array, shape (g, k, k)
        A of each pattern, 0 at visits that it lacks.
    residuals : float array, shape (g, k, k)
        R of each pattern.
    spread : float array, shape (g, k, k)
        C of each pattern; 0 for maximum likelihood.
    """

    value: float
    theta: np.ndarray
    sigma: np.ndarray
    gamma: np.ndarray
    phi: np.ndarray
    inverse: np.ndarray
    residuals: np.ndarray
    spread: np.ndarray


@dataclass(frozen=True, slots=True)
class Derivatives:
    """Derivatives of -2 log likelihood.

    Attributes
    ----------
    gradient : float array, shape (q,)
    expected, observed : float array, shape (q, q)
        Second derivatives: their expectation, and themselves.
    p : float array, shape (q, r, r)
        P_i: derivatives of the inverse of phi.
    """

    gradient: np.ndarray
    expected: np.ndarray
    observed: np.ndarray
    p: np.ndarray


def likelihood(
    moments: PatternMoments, structure: Structure, theta: np.ndarray, *, restricted: bool
) -> Likelihood | None:
    """-2 log likelihood, the coefficients profiled out.

    Parameters
    ----------
    theta : float array, shape (q,)
        The parameters of each group's covariance matrix, one group after the other.
    restricted : bool
        Restricted maximum likelihood, or maximum likelihood.

    Returns
    -------
    Likelihood or None
        None where sigma is not positive definite.
    """
    sigma = np.array([structure.sigma(t) for t in theta.reshape(moments.groups, -1)])
    inverted = _inverted(moments, sigma)
    if inverted is None:
        return None
    inverse, logs = inverted
    b, n = moments.weights, moments.products
    k, d = moments.visits, n.shape[2] - 1
    total = np.einsum("gst,gsatb->satb", inverse, n)
    information = b.T @ total[:, :d, :, :d].reshape(len(b), len(b)) @ b
    try:
        factor = np.linalg.cholesky(information)
        phi = np.linalg.inv(information)
    except np.linalg.LinAlgError:
        return None
    gamma = phi @ (b.T @ total[:, :d, :, d].sum(axis=2).ravel())
    v = _residual_weights(moments, gamma)
    residuals = np.einsum("sa,gsat->gst", v, np.einsum("gsatb,tb->gsat", n, v))
    value = float(moments.patients @ logs) + float((inverse * residuals).sum())
    spread = np.zeros_like(residuals)
    if restricted:
        value += 2 * float(np.log(np.diag(factor)).sum())
        f = (b @ phi @ b.T).reshape(k, d, k, d)
        spread = np.einsum("satb,gsatb->gst", f, n[:, :, :d, :, :d])
    return Likelihood(value, theta, sigma, gamma, phi, inverse, residuals, spread)


def _inverted(moments: PatternMoments, sigma: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """A of each pattern (g, k, k) and log det Sigma (g,); None where Sigma is no covariance."""
    both = moments.present[:, :, np.newaxis] & moments.present[:, np.newaxis, :]
    # Visits that a pattern lacks get variance 1 beside it: no part in inverse or determinant.
    masked = np.where(both, sigma[moments.group], np.eye(moments.visits))
    try:
        np.linalg.cholesky(sigma)
        root = np.linalg.cholesky(masked)
        inverse = np.linalg.inv(masked) * both
    except np.linalg.LinAlgError:
        return None
    return inverse, 2 * np.log(np.einsum("gss->gs", root)).sum(axis=1)


def _residual_weights(moments: PatternMoments, gamma: np.ndarray) -> np.ndarray:
    """V with v_s' z_s = the residual at visit s, shape (k, d + 1)."""
    d = moments.products.shape[2] - 1
    v = np.ones((moments.visits, d + 1))
    v[:, :d] = -(moments.weights @ gamma).reshape(-1, d)
    return v


def derivatives(
    moments: PatternMoments, structure: Structure, at: Likelihood, *, restricted: bool
) -> Derivatives:
    """Gradient and second derivatives of -2 log likelihood in theta.

    Notes
    -----
    With S_i the derivative of Sigma, of each pattern with n patients:

        gradient_i   n tr(A S_i) - tr(A S_i A (C + R))
        expected_ij  n tr(A S_i A S_j) - 2 tr(A S_i A S_j A C) + tr(Phi P_i Phi P_j)
        observed_ij  - n tr(A S_i A S_j) + 2 tr(A S_i A S_j A (C + R)) - tr(Phi P_i Phi P_j)
                     - 2 z_i' Phi z_j + tr((n A - A (C + R) A) S_ij)

    where z_i = X' A S_i A r. Without C and P_i for maximum likelihood. Checked against
    differences of the likelihood written out patient by patient (tests).
    """
    a = at.inverse
    s = _by_pattern(moments, structure, at.theta)
    asa = a @ s @ a
    n = moments.patients[:, np.newaxis, np.newaxis]
    slope = n * a - a @ (at.spread + at.residuals) @ a
    gradient = (s * slope).sum(axis=(1, 2, 3))
    p = _p(moments, asa)
    z = _z(moments, asa, at)
    plain = _dot(s, n * asa)
    curved = 2 * _dot(asa, s @ a @ at.residuals) - 2 * z @ at.phi @ z.T
    expected = plain
    if restricted:
        phi_p = at.phi @ p
        of_phi = phi_p.reshape(len(p), -1) @ phi_p.swapaxes(1, 2).reshape(len(p), -1).T
        of_spread = 2 * _dot(asa, s @ a @ at.spread) - of_phi
        expected, curved = plain - of_spread, curved + of_spread
    observed = curved - plain + _second_order(moments, structure, at, slope)
    return Derivatives(gradient, _symmetric(expected), _symmetric(observed), p)


def _p(moments: PatternMoments, asa: np.ndarray) -> np.ndarray:
    """P_i = - X' A S_i A X, shape (q, r, r)."""
    q, g, k, _ = asa.shape
    d = moments.products.shape[2] - 1
    xx = moments.products[:, :, :d, :, :d].transpose(1, 3, 0, 2, 4).reshape(k, k, g, d * d)
    # One product of matrices for each pair of visits, over the patterns.
    pairs = (asa.transpose(2, 3, 0, 1) @ xx).reshape(k, k, q, d, d)
    whole = pairs.transpose(2, 0, 3, 1, 4).reshape(q, k * d, k * d)
    return np.asarray(-(moments.weights.T @ whole @ moments.weights))


def _z(moments: PatternMoments, asa: np.ndarray, at: Likelihood) -> np.ndarray:
    """Z_i = X' A S_i A r, shape (q, r)."""
    q, g, k, _ = asa.shape
    d = moments.products.shape[2] - 1
    v = _residual_weights(moments, at.gamma)
    xr = np.einsum("gsatb,tb->gsat", moments.products[:, :, :d], v)
    visits = asa.transpose(2, 0, 1, 3).reshape(k, q, g * k) @ xr.transpose(1, 0, 3, 2).reshape(
        k, g * k, d
    )
    return np.asarray(visits.transpose(1, 0, 2).reshape(q, k * d) @ moments.weights)


def _by_pattern(moments: PatternMoments, structure: Structure, theta: np.ndarray) -> np.ndarray:
    """Derivatives of each pattern's sigma in all parameters, shape (q, g, k, k)."""
    per_group = theta.reshape(moments.groups, -1)
    q = per_group.shape[1]
    s = np.zeros((theta.size, len(moments.group), moments.visits, moments.visits))
    for c, t in enumerate(per_group):
        mine = np.flatnonzero(moments.group == c)
        s[c * q : (c + 1) * q, mine] = structure.first(t)[:, np.newaxis]
    return s


def _second_order(
    moments: PatternMoments, structure: Structure, at: Likelihood, slope: np.ndarray
) -> np.ndarray:
    """Sum over patterns of tr(slope S_ij), where S_ij is the second derivative of sigma."""
    per_group = at.theta.reshape(moments.groups, -1)
    q = per_group.shape[1]
    found = np.zeros((at.theta.size, at.theta.size))
    for c, t in enumerate(per_group):
        second = structure.second(t)
        if second is not None:
            here = slice(c * q, (c + 1) * q)
            found[here, here] = np.tensordot(second, slope[moments.group == c].sum(axis=0), axes=2)
    return found


def _dot(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """tr(left_i right_j), summed over the patterns."""
    flat = right.swapaxes(-1, -2).reshape(len(right), -1)
    return np.asarray(left.reshape(len(left), -1) @ flat.T)


def _symmetric(m: np.ndarray) -> np.ndarray:
    return np.asarray((m + m.T) / 2)
