"""Words and sentences of the moments that matter."""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Wording

MOMENT_WORDS: dict[str, Wording] = {
    "question:moments": ("Moments that matter", "Schlüsselmomente"),
    "table:moments": ("Moments that matter", "Schlüsselmomente"),
    "column:matters": ("What decides", "Was entscheidet"),
    "matters:bad": ("critical event", "kritisches Ereignis"),
    "matters:visit": ("the visit", "der Besuch"),
    "column:visits": ("Visits looked at", "Betrachtete Besuche"),
    "column:bad": ("With a critical event", "Mit kritischem Ereignis"),
    "column:left_after": ("Customer left after it", "Kunde ging danach"),
    "column:strength": ("Strength needed of a hidden cause", "Nötige Stärke einer verborgenen Ursache"),
    "column:bad_share": ("Share with a critical event", "Anteil mit kritischem Ereignis"),
    "column:bad_share_low": ("Share with a critical event, from", "Anteil mit kritischem Ereignis, von"),
    "column:bad_share_high": ("Share with a critical event, to", "Anteil mit kritischem Ereignis, bis"),
    "column:bad_effect": (
        "Leave after a critical event, more or fewer",
        "Gehen nach kritischem Ereignis, mehr oder weniger",
    ),
    "column:bad_effect_low": (
        "Leave after a critical event, more or fewer, from",
        "Gehen nach kritischem Ereignis, mehr oder weniger, von",
    ),
    "column:bad_effect_high": (
        "Leave after a critical event, more or fewer, to",
        "Gehen nach kritischem Ereignis, mehr oder weniger, bis",
    ),
    "column:bad_unadjusted": ("The same without regard to history", "Dasselbe ohne Rücksicht auf die Vorgeschichte"),
    "column:bad_unadjusted_low": (
        "The same without regard to history, from",
        "Dasselbe ohne Rücksicht auf die Vorgeschichte, von",
    ),
    "column:bad_unadjusted_high": (
        "The same without regard to history, to",
        "Dasselbe ohne Rücksicht auf die Vorgeschichte, bis",
    ),
    "column:visit_effect": ("Leave after a visit, more or fewer", "Gehen nach einem Besuch, mehr oder weniger"),
    "column:visit_effect_low": (
        "Leave after a visit, more or fewer, from",
        "Gehen nach einem Besuch, mehr oder weniger, von",
    ),
    "column:visit_effect_high": (
        "Leave after a visit, more or fewer, to",
        "Gehen nach einem Besuch, mehr oder weniger, bis",
    ),
    "column:visit_unadjusted": (
        "After a visit, without regard to history",
        "Nach einem Besuch, ohne Rücksicht auf die Vorgeschichte",
    ),
    "column:visit_unadjusted_low": (
        "After a visit, without regard to history, from",
        "Nach einem Besuch, ohne Rücksicht auf die Vorgeschichte, von",
    ),
    "column:visit_unadjusted_high": (
        "After a visit, without regard to history, to",
        "Nach einem Besuch, ohne Rücksicht auf die Vorgeschichte, bis",
    ),
    "column:customers_lost": ("Customers lost by it", "Dadurch verlorene Kunden"),
    "column:customers_lost_low": ("Customers lost by it, from", "Dadurch verlorene Kunden, von"),
    "column:customers_lost_high": ("Customers lost by it, to", "Dadurch verlorene Kunden, bis"),
    "column:checked": ("Checked by earlier events", "Geprüft an früheren Ereignissen"),
    "checked:passed": ("passed", "bestanden"),
    "checked:refused": ("cannot say: they differed before", "nicht zu sagen: vorher schon anders"),
    "checked:says_nothing": ("cannot say: too uncertain", "nicht zu sagen: zu unsicher"),
    "table:setback": ("One bad event after a good year", "Ein schlechtes Erlebnis nach einem guten Jahr"),
    "column:from_days": ("Days after it, from", "Tage danach, von"),
    "column:to_days": ("Days after it, to", "Tage danach, bis"),
    "column:with_event": ("Visits with a critical event", "Besuche mit kritischem Ereignis"),
    "column:without_event": ("Visits without", "Besuche ohne"),
    "column:leaving_added": ("Leave, more or fewer", "Gehen, mehr oder weniger"),
    "column:leaving_added_low": ("Leave, more or fewer, from", "Gehen, mehr oder weniger, von"),
    "column:leaving_added_high": ("Leave, more or fewer, to", "Gehen, mehr oder weniger, bis"),
    "formula:leaving_added": (
        "Share of all who were there that leaves within these days after a critical event, minus the share after a visit without, for customers with at least 5 contacts and nothing critical in the year before (AIPW, on those who had it). The last line is the whole time.",
        "Anteil aller, die da waren, der in diesen Tagen nach einem kritischen Ereignis geht, minus der nach einem Besuch ohne, bei Kunden mit mindestens 5 Kontakten und nichts Kritischem im Jahr davor (AIPW, bezogen auf die Betroffenen). Die letzte Zeile ist die ganze Zeit.",
    ),
    "table:settling": ("What settling a complaint gives back", "Was eine beigelegte Beschwerde zurückgibt"),
    "column:complaints_settled": ("Complaints settled within 30 days", "Beschwerden, binnen 30 Tagen beigelegt"),
    "column:complaints_unsettled": ("Complaints not settled", "Beschwerden, nicht beigelegt"),
    "column:leaving_settled": ("Leave if settled, more or fewer", "Gehen nach Beilegung, mehr oder weniger"),
    "column:leaving_settled_low": (
        "Leave if settled, more or fewer, from",
        "Gehen nach Beilegung, mehr oder weniger, von",
    ),
    "column:leaving_settled_high": (
        "Leave if settled, more or fewer, to",
        "Gehen nach Beilegung, mehr oder weniger, bis",
    ),
    "formula:leaving_settled": (
        "Of customers who complained and were still there 30 days later: share that leaves within the horizon where the complaint was settled by then, minus the share where it was not, with a like history (AIPW, on those settled).",
        "Von Kunden, die sich beschwerten und 30 Tage später noch da waren: Anteil, der innerhalb der Frist geht, wo die Beschwerde bis dahin beigelegt war, minus der, wo sie es nicht war, bei gleicher Vorgeschichte (AIPW, bezogen auf die beigelegten).",
    ),
    "formula:checked": (
        "The same comparison with critical events 90 to 365 days before, which the visit cannot have moved: where it finds a difference, or could not have noticed one as large, nothing is named.",
        "Derselbe Vergleich mit kritischen Ereignissen 90 bis 365 Tage davor, die der Besuch nicht bewirkt haben kann: Wo er einen Unterschied findet oder einen so großen nicht bemerkt hätte, wird nichts genannt.",
    ),
    "formula:bad_effect": (
        "Share that leaves within the horizon after a visit with a critical event, minus the share after one without, both with the history before the matter began (AIPW, on those who had it).",
        "Anteil, der nach einem Besuch mit kritischem Ereignis innerhalb der Frist geht, minus der nach einem ohne, beide bei gleicher Vorgeschichte vor Beginn der Angelegenheit (AIPW, bezogen auf die Betroffenen).",
    ),
    "formula:visit_effect": (
        "Share that leaves within the horizon after a visit here, minus the share after a visit elsewhere with a like history (AIPW, on those who were here).",
        "Anteil, der nach einem Besuch hier innerhalb der Frist geht, minus der nach einem Besuch anderswo bei gleicher Vorgeschichte (AIPW, bezogen auf die Besucher hier).",
    ),
    "formula:customers_lost": (
        "Visits looked at (with a critical event, if that is what decides) times the difference; negative: customers kept.",
        "Betrachtete Besuche (mit kritischem Ereignis, wenn dieses entscheidet) mal Unterschied; negativ: gehaltene Kunden.",
    ),
    "column:super": ("Super-touchpoint", "Super-Touchpoint"),
    "super:super": ("super-touchpoint", "Super-Touchpoint"),
    "table:super_touchpoints": ("What a good experience raises", "Was ein gutes Erlebnis bewirkt"),
    "column:purchase_visits": ("Visits before the first purchase", "Besuche vor dem ersten Kauf"),
    "column:purchase_raised": (
        "Buy after a good experience, more or fewer",
        "Kaufen nach gutem Erlebnis, mehr oder weniger",
    ),
    "column:purchase_raised_low": (
        "Buy after a good experience, more or fewer, from",
        "Kaufen nach gutem Erlebnis, mehr oder weniger, von",
    ),
    "column:purchase_raised_high": (
        "Buy after a good experience, more or fewer, to",
        "Kaufen nach gutem Erlebnis, mehr oder weniger, bis",
    ),
    "column:repurchase_visits": ("Visits of customers (repurchase)", "Besuche von Kunden (Wiederkauf)"),
    "column:repurchase_raised": (
        "Buy again after a good experience, more or fewer",
        "Kaufen nach gutem Erlebnis wieder, mehr oder weniger",
    ),
    "column:repurchase_raised_low": (
        "Buy again after a good experience, more or fewer, from",
        "Kaufen nach gutem Erlebnis wieder, mehr oder weniger, von",
    ),
    "column:repurchase_raised_high": (
        "Buy again after a good experience, more or fewer, to",
        "Kaufen nach gutem Erlebnis wieder, mehr oder weniger, bis",
    ),
    "column:recommendation_visits": ("Visits of customers (recommendation)", "Besuche von Kunden (Empfehlung)"),
    "column:recommendation_raised": (
        "Recommend after a good experience, more or fewer",
        "Empfehlen nach gutem Erlebnis, mehr oder weniger",
    ),
    "column:recommendation_raised_low": (
        "Recommend after a good experience, more or fewer, from",
        "Empfehlen nach gutem Erlebnis, mehr oder weniger, von",
    ),
    "column:recommendation_raised_high": (
        "Recommend after a good experience, more or fewer, to",
        "Empfehlen nach gutem Erlebnis, mehr oder weniger, bis",
    ),
    "formula:super": (
        "A good experience here measurably raises purchases, repurchases and recommendations, all three (intersection–union test, corrected over all touchpoints after Benjamini and Hochberg).",
        "Ein gutes Erlebnis hier führt messbar zu mehr Käufen, mehr Wiederkäufen und mehr Empfehlungen, alle drei zusammen (Schnitt-Vereinigungs-Test, über alle Touchpoints nach Benjamini und Hochberg korrigiert).",
    ),
    "formula:purchase_raised": (
        "Of those who had not bought yet: share that buys within the horizon after a visit without a critical event, minus the share after one with, with a like history (AIPW, on those who had one).",
        "Von denen, die noch nicht gekauft hatten: Anteil, der nach einem Besuch ohne kritisches Ereignis innerhalb der Frist kauft, minus der nach einem mit, bei gleicher Vorgeschichte (AIPW, bezogen auf die Betroffenen).",
    ),
    "formula:repurchase_raised": (
        "Of those who had bought: share that buys again within the horizon after a visit without a critical event, minus the share after one with, with a like history (AIPW, on those who had one).",
        "Von denen, die schon gekauft hatten: Anteil, der nach einem Besuch ohne kritisches Ereignis innerhalb der Frist wieder kauft, minus der nach einem mit, bei gleicher Vorgeschichte (AIPW, bezogen auf die Betroffenen).",
    ),
    "formula:recommendation_raised": (
        "Of those who had bought: share that gives an NPS score of 9 or 10 within the horizon after a visit without a critical event, minus the share after one with, with a like history (AIPW, on those who had one).",
        "Von denen, die schon gekauft hatten: Anteil, der nach einem Besuch ohne kritisches Ereignis innerhalb der Frist einen NPS-Wert von 9 oder 10 gibt, minus der nach einem mit, bei gleicher Vorgeschichte (AIPW, bezogen auf die Betroffenen).",
    ),
    "formula:strength": (
        "Nearer end of the interval divided by what the history explains (unadjusted minus adjusted difference). Below ½ nothing is named.",
        "Näheres Ende des Intervalls geteilt durch das, was die Vorgeschichte erklärt (Unterschied ohne minus mit Vorgeschichte). Unter ½ wird nichts genannt.",
    ),
}

MOMENT_SENTENCES: dict[str, Wording] = {
    "moments.found": (
        "{n:count} of {touchpoints:count|touchpoint|touchpoints} measurably decide whether customers stay (seen over {days:count|day|days} after a visit; {lost:count|customer|customers} left).",
        "{n:count} von {touchpoints:count|Touchpoint|Touchpoints} entscheiden messbar darüber, ob Kunden bleiben (betrachtet über {days:count|Tag|Tage} nach einem Besuch; {lost:count|Kunde ist|Kunden sind} gegangen).",
    ),
    "moments.nothing": (
        "At none of {touchpoints:count|touchpoint|touchpoints} can it be told apart from chance, or from what lay before, whether customers stay because of it ({lost:count|customer|customers} left).",
        "Bei keinem von {touchpoints:count|Touchpoint|Touchpoints} ist vom Zufall oder von dem, was vorher war, zu unterscheiden, ob Kunden seinetwegen bleiben ({lost:count|Kunde ist|Kunden sind} gegangen).",
    ),
    "moments.nothing_for_all": (
        "For all customers together, at none of {touchpoints:count|touchpoint|touchpoints} can it be told apart from chance, or from what lay before, whether they stay because of it ({lost:count|customer|customers} left).",
        "Für alle Kunden zusammen ist bei keinem von {touchpoints:count|Touchpoint|Touchpoints} vom Zufall oder von dem, was vorher war, zu unterscheiden, ob sie seinetwegen bleiben ({lost:count|Kunde ist|Kunden sind} gegangen).",
    ),
    "moments.bad_more": (
        "{touchpoint}: after a critical event ({bad:count} of {n:count|visit|visits}) more customers leave than after a visit without, with a like history ({difference:difference}, 95% interval {low:to:high:difference}).",
        "{touchpoint}: Nach einem kritischen Ereignis ({bad:count} von {n:count|Besuch|Besuchen}) gehen mehr Kunden als nach einem Besuch ohne ein solches bei gleicher Vorgeschichte ({difference:difference}, 95-%-Intervall {low:to:high:difference}).",
    ),
    "moments.bad_fewer": (
        "{touchpoint}: after a critical event ({bad:count} of {n:count|visit|visits}) fewer customers leave than after a visit without, with a like history ({difference:difference}, 95% interval {low:to:high:difference}).",
        "{touchpoint}: Nach einem kritischen Ereignis ({bad:count} von {n:count|Besuch|Besuchen}) gehen weniger Kunden als nach einem Besuch ohne ein solches bei gleicher Vorgeschichte ({difference:difference}, 95-%-Intervall {low:to:high:difference}).",
    ),
    "moments.visit_more": (
        "{touchpoint}: after one of {n:count|visit|visits} here more customers leave than after a visit elsewhere, with a like history ({difference:difference}, 95% interval {low:to:high:difference}).",
        "{touchpoint}: Nach einem von {n:count|Besuch|Besuchen} hier gehen mehr Kunden als nach einem Besuch anderswo bei gleicher Vorgeschichte ({difference:difference}, 95-%-Intervall {low:to:high:difference}).",
    ),
    "moments.visit_fewer": (
        "{touchpoint}: after one of {n:count|visit|visits} here fewer customers leave than after a visit elsewhere, with a like history ({difference:difference}, 95% interval {low:to:high:difference}).",
        "{touchpoint}: Nach einem von {n:count|Besuch|Besuchen} hier gehen weniger Kunden als nach einem Besuch anderswo bei gleicher Vorgeschichte ({difference:difference}, 95-%-Intervall {low:to:high:difference}).",
    ),
    "overview.moment": (
        "That is about {value:count|customer|customers} more who left than with a like history (95% interval {low:to:high:count}).",
        "Das sind etwa {value:count|Kunde|Kunden} mehr, die gegangen sind, als bei gleicher Vorgeschichte (95-%-Intervall {low:to:high:count}).",
    ),
    "moments.bad_unclear": (
        "{touchpoint}: whether a critical event ({bad:count} of {n:count|visit|visits}) makes customers leave cannot be told from chance or from what lay before ({difference:difference}, 95% interval {low:to:high:difference}).",
        "{touchpoint}: Ob Kunden wegen eines kritischen Ereignisses ({bad:count} von {n:count|Besuch|Besuchen}) gehen, ist vom Zufall oder von dem, was vorher war, nicht zu unterscheiden ({difference:difference}, 95-%-Intervall {low:to:high:difference}).",
    ),
    "moments.visit_unclear": (
        "{touchpoint}: whether customers stay or leave because of a visit here ({n:count|visit|visits}) cannot be told from chance or from what lay before ({difference:difference}, 95% interval {low:to:high:difference}).",
        "{touchpoint}: Ob Kunden wegen eines Besuchs hier ({n:count|Besuch|Besuche}) bleiben oder gehen, ist vom Zufall oder von dem, was vorher war, nicht zu unterscheiden ({difference:difference}, 95-%-Intervall {low:to:high:difference}).",
    ),
    "moments.bad_refused": (
        "{touchpoint}: after a critical event ({bad:count} of {n:count|visit|visits}) the share that leaves differs ({difference:difference}, 95% interval {low:to:high:difference}), but these customers had differed before, in critical events long past ({control:difference}, 95% interval {control_low:to:control_high:difference}): whether the touchpoint decides anything cannot be said.",
        "{touchpoint}: Nach einem kritischen Ereignis ({bad:count} von {n:count|Besuch|Besuchen}) ist der Anteil, der geht, ein anderer ({difference:difference}, 95-%-Intervall {low:to:high:difference}), doch diese Kunden unterschieden sich schon vorher, in lange zurückliegenden kritischen Ereignissen ({control:difference}, 95-%-Intervall {control_low:to:control_high:difference}): Ob der Touchpoint etwas entscheidet, lässt sich nicht sagen.",
    ),
    "moments.bad_says_nothing": (
        "{touchpoint}: after a critical event ({bad:count} of {n:count|visit|visits}) the share that leaves differs ({difference:difference}, 95% interval {low:to:high:difference}), but whether these customers had differed before is too uncertain to tell: whether the touchpoint decides anything cannot be said.",
        "{touchpoint}: Nach einem kritischen Ereignis ({bad:count} von {n:count|Besuch|Besuchen}) ist der Anteil, der geht, ein anderer ({difference:difference}, 95-%-Intervall {low:to:high:difference}), doch ob diese Kunden sich schon vorher unterschieden, ist zu unsicher: Ob der Touchpoint etwas entscheidet, lässt sich nicht sagen.",
    ),
    "moments.visit_refused": (
        "{touchpoint}: after one of {n:count|visit|visits} here the share that leaves differs ({difference:difference}, 95% interval {low:to:high:difference}), but these customers had differed before, in critical events long past ({control:difference}, 95% interval {control_low:to:control_high:difference}): whether the touchpoint decides anything cannot be said.",
        "{touchpoint}: Nach einem von {n:count|Besuch|Besuchen} hier ist der Anteil, der geht, ein anderer ({difference:difference}, 95-%-Intervall {low:to:high:difference}), doch diese Kunden unterschieden sich schon vorher, in lange zurückliegenden kritischen Ereignissen ({control:difference}, 95-%-Intervall {control_low:to:control_high:difference}): Ob der Touchpoint etwas entscheidet, lässt sich nicht sagen.",
    ),
    "moments.visit_says_nothing": (
        "{touchpoint}: after one of {n:count|visit|visits} here the share that leaves differs ({difference:difference}, 95% interval {low:to:high:difference}), but whether these customers had differed before is too uncertain to tell: whether the touchpoint decides anything cannot be said.",
        "{touchpoint}: Nach einem von {n:count|Besuch|Besuchen} hier ist der Anteil, der geht, ein anderer ({difference:difference}, 95-%-Intervall {low:to:high:difference}), doch ob diese Kunden sich schon vorher unterschieden, ist zu unsicher: Ob der Touchpoint etwas entscheidet, lässt sich nicht sagen.",
    ),
    "setback.found": (
        "One critical event after a year without any ({n:count|visit|visits} with one): more customers leave within {days:count|day|days} than after a visit without ({difference:difference}, 95% interval {low:to:high:difference}).",
        "Ein einziges kritisches Ereignis nach einem Jahr ohne eines ({n:count|Besuch|Besuche} mit einem): Innerhalb von {days:count|Tag|Tagen} gehen mehr Kunden als nach einem Besuch ohne ({difference:difference}, 95-%-Intervall {low:to:high:difference}).",
    ),
    "setback.nothing": (
        "Whether one critical event after a year without any ({n:count|visit|visits} with one) makes customers leave cannot be told from chance ({difference:difference}, 95% interval {low:to:high:difference}).",
        "Ob ein einziges kritisches Ereignis nach einem Jahr ohne eines ({n:count|Besuch|Besuche} mit einem) Kunden gehen lässt, ist vom Zufall nicht zu unterscheiden ({difference:difference}, 95-%-Intervall {low:to:high:difference}).",
    ),
    "setback.cannot": (
        "What one critical event does after a year without any cannot be said: there are too few such visits to compare, or too few customers who left ({n:count} with one, {others:count} without).",
        "Was ein einziges kritisches Ereignis nach einem Jahr ohne eines bewirkt, lässt sich nicht sagen: Es gibt zu wenige solche Besuche, um sie zu vergleichen, oder zu wenige Kunden sind gegangen ({n:count} mit einem, {others:count} ohne).",
    ),
    "setback.lasts": (
        "More leave until about {until:count|day|days} after it; later no difference can be told.",
        "Mehr Kunden gehen bis etwa {until:count|Tag|Tage} danach; später ist kein Unterschied zu erkennen.",
    ),
    "settling.found": (
        "Where a complaint was settled within {within:count|day|days} ({settled:count} of {n:count|complaint|complaints}), fewer customers leave afterwards ({difference:difference}, 95% interval {low:to:high:difference}).",
        "Wo eine Beschwerde binnen {within:count|Tag|Tagen} beigelegt wurde ({settled:count} von {n:count|Beschwerde|Beschwerden}), gehen danach weniger Kunden ({difference:difference}, 95-%-Intervall {low:to:high:difference}).",
    ),
    "settling.nothing": (
        "Whether settling a complaint within {within:count|day|days} ({settled:count} of {n:count|complaint|complaints}) keeps customers cannot be told from chance ({difference:difference}, 95% interval {low:to:high:difference}).",
        "Ob es Kunden hält, eine Beschwerde binnen {within:count|Tag|Tagen} beizulegen ({settled:count} von {n:count|Beschwerde|Beschwerden}), ist vom Zufall nicht zu unterscheiden ({difference:difference}, 95-%-Intervall {low:to:high:difference}).",
    ),
    "moments.super": (
        "{touchpoint} is a super-touchpoint. After a good experience there more buy for the first time ({purchase:difference}, 95% interval {purchase_low:to:purchase_high:difference}), more buy again ({repurchase:difference}, 95% interval {repurchase_low:to:repurchase_high:difference}), and more would recommend ({recommendation:difference}, 95% interval {recommendation_low:to:recommendation_high:difference}) than after a bad one, with a like history.",
        "{touchpoint} ist ein Super-Touchpoint: Nach einem guten Erlebnis dort kaufen mehr zum ersten Mal ({purchase:difference}, 95-%-Intervall {purchase_low:to:purchase_high:difference}), mehr kaufen wieder ({repurchase:difference}, 95-%-Intervall {repurchase_low:to:repurchase_high:difference}) und mehr würden weiterempfehlen ({recommendation:difference}, 95-%-Intervall {recommendation_low:to:recommendation_high:difference}) als nach einem schlechten bei gleicher Vorgeschichte.",
    ),
    "caveat.super_cannot": (
        "Whether there are super-touchpoints (purchase, repurchase and recommendation) cannot be said: no recommendation is recorded. It takes a source with NPS scores.",
        "Ob es Super-Touchpoints gibt (Kauf, Wiederkauf und Empfehlung), lässt sich nicht sagen: Es ist keine Empfehlung erfasst. Dafür braucht es eine Quelle mit NPS-Werten.",
    ),
    "caveat.super_apart": (
        "Whether there are super-touchpoints (purchase, repurchase and recommendation) cannot be said: at none of {of:count|touchpoint|touchpoints} where experiences differ could all three be compared, since too few come there both before and after their first purchase, or too few of them buy or recommend.",
        "Ob es Super-Touchpoints gibt (Kauf, Wiederkauf und Empfehlung), lässt sich nicht sagen: Bei keinem von {of:count|Touchpoint|Touchpoints} mit unterschiedlichen Erlebnissen ließ sich alles drei vergleichen, weil zu wenige sowohl vor als auch nach ihrem ersten Kauf dorthin kommen oder zu wenige von ihnen kaufen oder empfehlen.",
    ),
    "caveat.super_none": (
        "No touchpoint is named a super-touchpoint: at none of {n:count} where all three could be compared, a good experience measurably raises purchases, repurchases and recommendations.",
        "Kein Touchpoint heißt hier Super-Touchpoint: Bei keinem von {n:count}, bei denen sich alles drei vergleichen ließ, führt ein gutes Erlebnis messbar zu mehr Käufen, Wiederkäufen und Empfehlungen.",
    ),
    "moments.no_outcomes": (
        "Nobody is known to have left or to have been lost: the settings may not say yet which touchpoint or status means it.",
        "Von niemandem ist bekannt, dass er gegangen oder verloren ist: Vielleicht sagen die Einstellungen noch nicht, welcher Touchpoint oder Status das bedeutet.",
    ),
    "moments.too_few": (
        "Counted only, nothing is estimated: {lost:count|customer|customers} left after a visit that was watched for long enough, and at least {needed:count} are needed to tell what they had in common from chance.",
        "Nur gezählt, nichts geschätzt: {lost:count|Kunde ist|Kunden sind} nach einem Besuch gegangen, der lange genug beobachtet wurde, und es braucht mindestens {needed:count}, um Gemeinsames vom Zufall zu unterscheiden.",
    ),
    "caveat.moments_weak": (
        "{n:count|further touchpoint differs|further touchpoints differ} by more than chance, but a hidden cause of less than half the strength of the known history would explain it; none of them is named a moment that matters.",
        "{n:count|weiterer Touchpoint unterscheidet|weitere Touchpoints unterscheiden} sich mehr als zufällig, doch eine verborgene Ursache von weniger als der halben Stärke der bekannten Vorgeschichte würde das erklären; keiner davon heißt hier Schlüsselmoment.",
    ),
    "caveat.moments_doubted": (
        "Of {n:count|further touchpoint|further touchpoints} it cannot be said: who comes there had differed before in what the touchpoint cannot have moved, or that is too uncertain.",
        "Von {n:count|weiteren Touchpoint|weiteren Touchpoints} lässt es sich nicht sagen: Wer dorthin kommt, unterschied sich schon vorher in etwas, das der Touchpoint nicht bewirkt haben kann, oder das ist zu unsicher.",
    ),
    "caveat.moments_sample": (
        "A sample of {share:share} of the customers takes part, chosen by their numbers; counts of visits are of this sample.",
        "Eine Stichprobe von {share:share} der Kunden nimmt teil, nach ihren Nummern gewählt; gezählte Besuche gelten dieser Stichprobe.",
    ),
}
