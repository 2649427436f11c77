"""What the company keeps about itself, by team and month, and never about single customers or employees.

- `mitarbeiter_puls.csv` (`pulse`): the employee pulse by team and month
- `fuehrungskraefte_schaetzungen.csv` (`estimates`): what each department's head believes about every touchpoint
- `aenderungen_und_tests.csv` (`changes`): past changes and A/B tests, with what they did to a KPI and to retention
- `kennzahlen.csv` (`kpis`): the departments' own monthly KPIs, as they count them

They are no contacts of customers, so no mapping reads them; their headers stand in the modules. What is planted in each
is returned by `employee_truth`, `managers_truth`, `changes_truth` and `kpi_truth`.
"""

from wegmarke.simulation.silos.tables.changes import ChangesTruth, changes_truth
from wegmarke.simulation.silos.tables.estimates import ManagersTruth, managers_truth
from wegmarke.simulation.silos.tables.kpis import FILE as KPI_TABLE
from wegmarke.simulation.silos.tables.kpis import KpiTruth, kpi_truth
from wegmarke.simulation.silos.tables.pulse import EmployeeTruth, employee_truth
from wegmarke.simulation.silos.tables.tally import Tally, tally_of
from wegmarke.simulation.silos.tables.writer import Tables

__all__ = [
    "KPI_TABLE",
    "ChangesTruth",
    "EmployeeTruth",
    "KpiTruth",
    "ManagersTruth",
    "Tables",
    "Tally",
    "changes_truth",
    "employee_truth",
    "kpi_truth",
    "managers_truth",
    "tally_of",
]
