"""Make the synthetic demo cohort: 30 charts that sum up to the printed figures of the paper.

The paper (doi 10.3389/jcia.2024.12455) prints means, SDs, counts and p-values, not
charts. These charts are invented: plausible values are drawn, moved in small steps
until their mean and SD print as the paper prints them, and drawn anew until the
tests give the paper's pattern of stars. Nothing here belongs to a person. What of
the paper cannot be reached is told in src/dermcohort/demo/printed.toml.

    PYTHONPATH=tools python -m demo_cohort [FOLDER]

writes six csv sheets, by default into src/dermcohort/demo/charts. The same bytes on
every run: one seed a parameter, and every search ends after a fixed number of steps.
"""
