"""The mixed model written out patient by patient with whole matrices: slow, plain, independent.

Nothing of dermcohort is used but ``structure.sigma``. Derivatives are differences.
"""

import numpy as np


class DenseModel:
    """V of all values together; everything from its definition."""

    def __init__(self, x, y, subject, visit, structure, *, restricted=True, group=None):
        self.x, self.y, self.subject, self.visit = x, y, subject, visit
        self.structure, self.restricted, self.group = structure, restricted, group

    def v(self, theta):
        q = len(self.structure.parameters)
        v = np.zeros((len(self.y), len(self.y)))
        for one in np.unique(self.subject):
            rows = np.flatnonzero(self.subject == one)
            c = 0 if self.group is None else self.group[rows[0]]
            sigma = self.structure.sigma(theta[c * q : (c + 1) * q])
            v[np.ix_(rows, rows)] = sigma[np.ix_(self.visit[rows], self.visit[rows])]
        return v

    def beta(self, theta):
        a = np.linalg.inv(self.v(theta))
        return self.phi(theta) @ self.x.T @ a @ self.y

    def phi(self, theta):
        return np.linalg.inv(self.x.T @ np.linalg.inv(self.v(theta)) @ self.x)

    def minus_2l(self, theta):
        v, (n, p) = self.v(theta), self.x.shape
        r = self.y - self.x @ self.beta(theta)
        value = np.linalg.slogdet(v)[1] + r @ np.linalg.solve(v, r)
        if self.restricted:
            value -= np.linalg.slogdet(self.phi(theta))[1]
            n -= p
        return value + n * np.log(2 * np.pi)

    def slopes_of_v(self, theta, h=1e-5):
        return [(self.v(t) - self.v(s)) / (2 * h) for s, t in around(theta, h)]

    def curves_of_v(self, theta, h=1e-3):
        return second_differences(self.v, theta, h)

    def gradient(self, theta, h=1e-5):
        return np.array(
            [(self.minus_2l(t) - self.minus_2l(s)) / (2 * h) for s, t in around(theta, h)]
        )

    def observed(self, theta, h=1e-4):
        return second_differences(self.minus_2l, theta, h)

    def expected(self, theta):
        """tr(M V_i M V_j), where M takes off the means by REML; V^-1 by ML."""
        a = np.linalg.inv(self.v(theta))
        m = a - a @ self.x @ self.phi(theta) @ self.x.T @ a if self.restricted else a
        slopes = self.slopes_of_v(theta)
        return np.array([[np.trace(m @ one @ m @ two) for two in slopes] for one in slopes])

    def kenward_roger(self, theta, w, *, second):
        """Phi_A of Kenward and Roger (1997), section 3, term by term."""
        a, phi, x = np.linalg.inv(self.v(theta)), self.phi(theta), self.x
        v1, v2 = self.slopes_of_v(theta), self.curves_of_v(theta)
        p = [-x.T @ a @ d @ a @ x for d in v1]
        total = np.zeros_like(phi)
        for i in range(len(theta)):
            for j in range(len(theta)):
                q = x.T @ a @ v1[i] @ a @ v1[j] @ a @ x
                r = x.T @ a @ v2[i, j] @ a @ x if second else 0.0
                total += w[i, j] * (q - p[i] @ phi @ p[j] - r / 4)
        return phi + 2 * phi @ total @ phi

    def satterthwaite(self, theta, w, row, h=1e-5):
        slope = np.array(
            [row @ (self.phi(t) - self.phi(s)) @ row / (2 * h) for s, t in around(theta, h)]
        )
        return 2 * (row @ self.phi(theta) @ row) ** 2 / (slope @ w @ slope)


def around(theta, h):
    steps = np.eye(len(theta)) * h
    return [(theta - step, theta + step) for step in steps]


def second_differences(function, theta, h):
    e = np.eye(len(theta)) * h
    return np.array(
        [
            [
                (
                    function(theta + one + two)
                    - function(theta + one - two)
                    - function(theta - one + two)
                    + function(theta - one - two)
                )
                / (4 * h * h)
                for two in e
            ]
            for one in e
        ]
    )


def trial(seed=0, n=24, k=3, missing=0.2, groups=False):
    """Two arms, a baseline, some visits missed: x, y, subject, visit, arm."""
    random = np.random.default_rng(seed)
    subject, visit = np.repeat(np.arange(n), k), np.tile(np.arange(k), n)
    arm = np.repeat(np.arange(n) % 2, k)
    baseline = np.repeat(random.normal(30, 8, n), k)
    at = np.eye(k)[visit]
    x = np.hstack([at, at * arm[:, np.newaxis], baseline[:, np.newaxis]])
    spread = 1 + 0.5 * visit + (0.8 * arm if groups else 0)
    y = 0.4 * baseline + spread * (np.repeat(random.normal(size=n), k) + random.normal(size=n * k))
    kept = random.random(n * k) >= missing
    return x[kept], y[kept], subject[kept], visit[kept], arm[kept]
