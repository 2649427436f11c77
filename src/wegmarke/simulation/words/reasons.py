"""What texts are about, and the codes and words under which the departments file it."""

from __future__ import annotations

BAD_THEMES = (
    "late_delivery",
    "silent_handover",
    "repeated_call",
    "wrong_invoice",
    "dunning_after_complaint",
    "slow_offer",
    "price",
    "product_defect",
)
GOOD_THEMES = ("good_service", "good_product", "good_delivery")
THEMES = (*BAD_THEMES, *GOOD_THEMES, "neutral")
"""What a comment, a note, a report or a mail may be about."""

TICKET_REASONS = (
    ("late_delivery", "LI-02", "Lieferverzug", "Late delivery"),
    ("silent_handover", "AB-01", "Abstimmung intern", "Internal coordination"),
    ("repeated_call", "SE-05", "Wiederholter Kontakt", "Repeated contact"),
    ("wrong_invoice", "RE-01", "Rechnung fehlerhaft", "Wrong invoice"),
    ("dunning_after_complaint", "RE-04", "Mahnung strittig", "Disputed reminder"),
    ("slow_offer", "VT-03", "Angebot ausstehend", "Quote outstanding"),
    ("price", "VT-01", "Preis und Konditionen", "Price and terms"),
    ("product_defect", "TE-01", "Gerät defekt", "Faulty machine"),
    ("good_service", "LO-01", "Lob Service", "Praise for service"),
    ("good_product", "LO-02", "Lob Produkt", "Praise for product"),
    ("good_delivery", "LO-03", "Lob Lieferung", "Praise for delivery"),
    ("neutral", "AL-00", "Allgemeine Anfrage", "General enquiry"),
)
"""The reason code of a ticket by theme, with its German and English name."""

CANCELLATION_REASONS = (
    ("price", "Preis", "Price"),
    ("service", "Service", "Service"),
    ("delivery", "Lieferung", "Delivery"),
    ("product", "Produkt", "Product"),
    ("competitor", "Wettbewerber", "Competitor"),
    ("no_need", "Umzug/kein Bedarf", "Move/no need"),
    ("none", "keine Angabe", "Not stated"),
)
"""What a customer states as the reason of a cancellation, with its German and English name."""

LOST_REASONS = (
    ("price", "Preis", "Price"),
    ("no_need", "kein Bedarf", "No need"),
    ("competitor", "Wettbewerber", "Competitor"),
    ("timing", "Zeitpunkt", "Timing"),
)
"""What a sales rep states as the reason of a lost deal, with its German and English name."""
