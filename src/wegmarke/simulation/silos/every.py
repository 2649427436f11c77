"""All silos, in the order in which their exports are imported."""

from __future__ import annotations

from wegmarke.simulation.silos.billing import Billing
from wegmarke.simulation.silos.calls import Calls
from wegmarke.simulation.silos.cancellations import Cancellations
from wegmarke.simulation.silos.crm import Crm
from wegmarke.simulation.silos.orders import Orders
from wegmarke.simulation.silos.pipeline import Pipeline
from wegmarke.simulation.silos.reviews import Reviews
from wegmarke.simulation.silos.silo import Silo
from wegmarke.simulation.silos.surveys import Surveys
from wegmarke.simulation.silos.tickets import Tickets
from wegmarke.simulation.silos.web import Web

SILOS: tuple[type[Silo], ...] = (
    Crm,
    Pipeline,
    Web,
    Orders,
    Billing,
    Tickets,
    Calls,
    Surveys,
    Reviews,
    Cancellations,
)
