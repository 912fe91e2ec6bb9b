"""Degrees of freedom of contrasts: Satterthwaite's and Kenward and Roger's.

W is the covariance of the covariance parameters, P_i the derivatives of the inverse of Phi, as
Kenward and Roger (1997) write them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from dermcohort.errors import NoAnswer
from dermcohort.estimate.mmrm.fit import FittedModel

Name = Literal["Kenward-Roger (linear)", "Kenward-Roger", "Satterthwaite", "residual"]
Information = Literal["observed", "expected"]
NAMES: tuple[str, ...] = ("Kenward-Roger (linear)", "Kenward-Roger", "Satterthwaite", "residual")


@dataclass(frozen=True, slots=True)
class DegreesOfFreedom:
    """What turns a contrast of a fitted model into a test.

    All in the orthonormal design of the fit, see `contrast_rows`.

    Attributes
    ----------
    name : str
        One of `NAMES`.
    phi : float array, shape (r, r)
        Covariance of the coefficients as if theta were known.
    adjusted : float array, shape (r, r)
        The covariance that standard errors come from: Kenward and Roger's, else phi.
    p : float array, shape (q, r, r)
    w : float array, shape (q, q)
    residual : int
        Observations less coefficients.
    """

    name: str
    phi: np.ndarray
    adjusted: np.ndarray
    p: np.ndarray
    w: np.ndarray
    residual: int


def degrees_of_freedom(
    model: FittedModel,
    *,
    name: str = "Kenward-Roger (linear)",
    information: str = "observed",
) -> DegreesOfFreedom:
    """Prepare the tests of a fitted model.

    Parameters
    ----------
    model : FittedModel
    name : str
        "Kenward-Roger (linear)" leaves out the second derivatives of the covariance in its
        parameters, "Kenward-Roger" has them, in SAS's parameters; the two are one for
        structures that are linear in them (unstructured, Toeplitz, compound symmetry).
        "Satterthwaite" has unadjusted standard errors, "residual" the same degrees of freedom
        for all: observations less coefficients.
    information : "observed" or "expected"
        Second derivatives of the likelihood that W is the inverse of: themselves, as in SAS and
        R mmrm, or their expectation, as in Kenward and Roger (1997) and R pbkrtest.

    Raises
    ------
    ValueError
        If a name is none of those allowed, or Kenward-Roger is asked for after ML.

    References
    ----------
    Kenward MG, Roger JH. Small sample inference for fixed effects from restricted maximum
    likelihood. Biometrics 1997;53:983-997.
    Fai AHT, Cornelius PL. Approximate F-tests of multiple degree of freedom hypotheses in
    generalized least squares analyses of unbalanced split-plot experiments. J Stat Comput Simul
    1996;54:363-378.
    """
    if name not in NAMES:
        raise ValueError(f"df is {name!r}; allowed: {', '.join(NAMES)}")
    if information not in ("observed", "expected"):
        raise ValueError(f'information is {information!r}; it is "observed" or "expected"')
    kenward_roger = name.startswith("Kenward-Roger")
    if kenward_roger and model.method != "REML":
        raise ValueError('Kenward-Roger needs method "REML"; try: df "Satterthwaite"')
    slopes, phi = model.maximum.slopes, model.maximum.at.phi
    of_minus_2l = slopes.observed if information == "observed" else slopes.expected
    w = 2 * np.linalg.inv(of_minus_2l)
    adjusted = phi
    if kenward_roger:
        adjusted = phi + 2 * phi @ _lambda(model, w, second=name == "Kenward-Roger") @ phi
    residual = model.observations - len(model.moments.kept)
    return DegreesOfFreedom(name, phi, adjusted, slopes.p, w, residual)


def contrast_rows(model: FittedModel, contrasts: np.ndarray) -> np.ndarray:
    """Contrasts of the columns of the data as contrasts of the orthonormal design.

    Parameters
    ----------
    contrasts : float array, shape (c, p)

    Returns
    -------
    float array, shape (c, r)

    Raises
    ------
    NoAnswer
        If a contrast cannot be estimated, since it needs a column that is aliased.
    """
    moments = model.moments
    kept = contrasts[:, moments.kept]
    if not estimable(model, contrasts).all():
        raise NoAnswer("a contrast needs a coefficient that the data do not determine")
    rows: np.ndarray = moments.scale * np.linalg.solve(moments.triangle.T, kept.T).T
    return rows


def estimable(model: FittedModel, contrasts: np.ndarray) -> np.ndarray:
    """Whether the data determine each contrast, bool array (c,)."""
    through_kept = contrasts[:, model.moments.kept] @ model.moments.aliases
    size = np.abs(contrasts).max(axis=1, initial=0.0) + np.abs(through_kept).max(axis=1, initial=0)
    rest: np.ndarray = np.abs(through_kept - contrasts).max(axis=1, initial=0.0) <= 1e-8 * size
    return rest


def one_df(df: DegreesOfFreedom, rows: np.ndarray) -> np.ndarray:
    """Degrees of freedom of single contrasts, each (r,); Kenward and Roger's are Satterthwaite's.

    Returns
    -------
    float array, shape (c,)
    """
    if df.name == "residual":
        return np.full(len(rows), float(df.residual))
    half = rows @ df.phi
    variance = np.einsum("cr,cr->c", half, rows)
    # Derivative of the variance: - l' Phi P_i Phi l.
    slope = ((half @ df.p) * half).sum(axis=2).T
    found: np.ndarray = 2 * variance**2 / np.einsum("ci,ij,cj->c", slope, df.w, slope)
    return found


def several_df(df: DegreesOfFreedom, rows: np.ndarray) -> tuple[float, float]:
    """Denominator degrees of freedom of an F test of several contrasts, and lambda.

    Parameters
    ----------
    rows : float array, shape (c, r)
        Linearly independent.

    Returns
    -------
    df2 : float
    lambda : float
        The factor of Kenward and Roger's F, else 1.
    """
    if df.name == "residual":
        return float(df.residual), 1.0
    if len(rows) == 1:
        return float(one_df(df, rows)[0]), 1.0
    if df.name == "Satterthwaite":
        return _fai_cornelius(df, rows), 1.0
    return _kenward_roger(df, rows)


def _fai_cornelius(df: DegreesOfFreedom, rows: np.ndarray) -> float:
    """From the degrees of freedom nu of independent contrasts, by the mean of F."""
    _, vectors = np.linalg.eigh(rows @ df.phi @ rows.T)
    nu = one_df(df, vectors.T @ rows)
    if np.ptp(nu) <= 1e-8 * nu.max():
        return float(nu.mean())
    if nu.min() <= 2:
        # F has no mean then. As lmerTest and mmrm.
        return 2.0
    e = float((nu / (nu - 2)).sum())
    return 2 * e / (e - len(nu))


def _kenward_roger(df: DegreesOfFreedom, rows: np.ndarray) -> tuple[float, float]:
    """The m and lambda of Kenward and Roger (1997), with their A1, A2, B, g, c1, c2, c3, E*, V*."""
    ell = len(rows)
    root = np.linalg.cholesky(rows @ df.phi @ rows.T)
    # tr(Theta Phi P_i Phi ...) in coordinates in which the contrasts are independent.
    half = np.linalg.solve(root, rows @ df.phi)
    f = half @ df.p @ half.T
    t = np.einsum("iaa->i", f)
    flat = f.reshape(len(f), -1)
    a1 = float(t @ df.w @ t)
    a2 = float(((df.w @ flat) * flat).sum())
    b = (a1 + 6 * a2) / (2 * ell)
    g = ((ell + 1) * a1 - (ell + 4) * a2) / ((ell + 2) * a2)
    below = 3 * ell + 2 * (1 - g)
    c1, c2, c3 = g / below, (ell - g) / below, (ell + 2 - g) / below
    e_star = 1 / (1 - a2 / ell)
    v_star = 2 / ell * (1 + c1 * b) / ((1 - c2 * b) ** 2 * (1 - c3 * b))
    rho = v_star / (2 * e_star**2)
    m = 4 + (ell + 2) / (ell * rho - 1)
    return m, m / (e_star * (m - 2))


def _lambda(model: FittedModel, w: np.ndarray, *, second: bool) -> np.ndarray:
    """Sum of W_ij (Q_ij - P_i Phi P_j - R_ij / 4)."""
    moments, at, p = model.moments, model.maximum.at, model.maximum.slopes.p
    a, k = at.inverse, moments.visits
    middle = np.zeros_like(a)
    per_group = at.theta.reshape(moments.groups, -1)
    q = per_group.shape[1]
    for c, theta in enumerate(per_group):
        here, mine = slice(c * q, (c + 1) * q), moments.group == c
        s = model.structure.first(theta)
        ws = np.tensordot(w[here, here], s, axes=1)
        # The sum of W_ij S_i A S_j; patterns of another group have no part in these S_i.
        middle[mine] = (s @ a[mine][:, np.newaxis] @ ws).sum(axis=1)
        dd = model.structure.second(theta) if second else None
        if dd is not None:
            middle[mine] -= np.tensordot(w[here, here], dd, axes=2) / 4
    d, b = moments.products.shape[2] - 1, moments.weights
    of_patterns = np.einsum("gst,gsatb->satb", a @ middle @ a, moments.products[:, :, :d, :, :d])
    qr = b.T @ of_patterns.reshape(k * d, k * d) @ b
    pwp = (p @ at.phi @ np.tensordot(w, p, axes=1)).sum(axis=0)
    return np.asarray((qr + qr.T) / 2 - pwp)
