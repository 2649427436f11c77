"""Wording of reasons for coming: words, sentences, methods. Key, English, German."""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Wording

COMING_WORDS: dict[str, Wording] = {
    "question:coming": ("Reasons for coming", "Gründe zu kommen"),
    "filter:came_saying": ("first purchase, stated reason", "erster Kauf, genannter Grund"),
    "filter:came_saying_any": ("first purchase", "erster Kauf"),
    "filter:came_after": ("first purchase after", "erster Kauf nach"),
    "filter:came_after_any": (
        "first purchase after a contact that leads there",
        "erster Kauf nach einem Kontakt, der dahin führt",
    ),
    "coming:recommendation": ("recommendation", "Empfehlung"),
    "coming:advertising": ("advertising", "Werbung"),
    "coming:search": ("own search", "eigene Suche"),
    "coming:sales": ("sales", "Vertrieb"),
    "coming:known": ("knew the company", "kannte die Firma"),
    "coming:pricing": ("price", "Preis"),
    "coming:offer": ("what is offered", "das Angebot selbst"),
    "coming:nearness": ("nearness", "Nähe"),
    "coming:other": ("other", "anderes"),
    "coming:not_coded": ("not coded", "nicht zugeordnet"),
    "coming:none_stated": ("none stated", "keiner genannt"),
    "table:coming": ("Stated, and met on the way", "Genannt, und auf dem Weg getroffen"),
    "table:coming_way": ("On record before the first purchase", "Vor dem ersten Kauf verzeichnet"),
    "table:coming_words": ("Words and their codes", "Wörter und ihre Zuordnung"),
    "column:coming": ("Reason for coming", "Grund zu kommen"),
    "column:said_coming": ("Share of all who came", "Anteil an allen, die kamen"),
    "column:said_coming_low": ("Share of all who came, from", "Anteil an allen, die kamen, von"),
    "column:said_coming_high": ("Share of all who came, to", "Anteil an allen, die kamen, bis"),
    "column:share_of_came": ("Share of all who came", "Anteil an allen, die kamen"),
    "column:share_of_came_low": ("Share of all who came, from", "Anteil an allen, die kamen, von"),
    "column:share_of_came_high": ("Share of all who came, to", "Anteil an allen, die kamen, bis"),
    "column:met_too": ("Of them with it on record", "Davon verzeichnet"),
    "column:met_too_low": ("Of them with it on record, from", "Davon verzeichnet, von"),
    "column:met_too_high": ("Of them with it on record, to", "Davon verzeichnet, bis"),
    "column:unnamed": ("Met it, named something else", "Getroffen, anderes genannt"),
    "column:way_nothing": ("Before: none of these", "Davor: nichts davon"),
    "column:way_recommendation": ("Before: recommendation", "Davor: Empfehlung"),
    "column:way_advertising": ("Before: advertising", "Davor: Werbung"),
    "column:way_search": ("Before: search", "Davor: Suche"),
    "column:way_sales": ("Before: sales", "Davor: Vertrieb"),
    "formula:said_coming": (
        "customers who gave this reason ÷ all who bought for the first time, with Wilson's interval; several reasons may be given",
        "Kunden mit diesem Grund ÷ alle, die erstmals kauften, mit dem Intervall nach Wilson; mehrere Gründe sind möglich",
    ),
    "formula:met_too": (
        "of those who gave this reason, the share with such a contact in the 90 days before the first purchase, with Wilson's interval",
        "unter denen mit diesem Grund der Anteil mit einem solchen Kontakt in den 90 Tagen vor dem ersten Kauf, mit dem Intervall nach Wilson",
    ),
    "formula:unnamed": (
        "customers with such a contact before who stated a reason, and another one",
        "Kunden mit einem solchen Kontakt davor, die einen Grund nannten, und zwar einen anderen",
    ),
}

COMING_SENTENCES: dict[str, Wording] = {
    "coming.nobody": (
        "None of these customers has bought, as far as the settings say what a purchase is.",
        "Keiner dieser Kunden hat gekauft, soweit die Einstellungen sagen, was ein Kauf ist.",
    ),
    "coming.unstated": (
        "{came:count|customer|customers} bought for the first time, and no source says why.",
        "{came:count|Kunde|Kunden} kauften zum ersten Mal, und keine Quelle sagt, warum.",
    ),
    "coming.stated": (
        "{share:share} of {came:count|customer|customers} who bought for the first time said why ({stating:count}, 95% interval {low:to:high:share}); of {silent:count} no reason is noted.",
        "{share:share} von {came:count|Kunde|Kunden}, die zum ersten Mal kauften, sagten, warum ({stating:count}, 95-%-Intervall {low:to:high:share}); von {silent:count} ist kein Grund notiert.",
    ),
    "coming.counted": (
        "{came:count|customer|customers} bought for the first time; of {stating:count} a reason is noted. That is too few for shares, so it is only counted.",
        "{came:count|Kunde|Kunden} kauften zum ersten Mal; von {stating:count} ist ein Grund notiert. Das sind zu wenige für Anteile, daher wird nur gezählt.",
    ),
    "coming.confirmed": (
        "Of {naming:count} who named a recommendation, advertising, a search or sales, {share:share} have it on record in the {days:count} days before ({confirming:count}, 95% interval {low:to:high:share}).",
        "Von {naming:count}, die eine Empfehlung, Werbung, eine Suche oder den Vertrieb nannten, ist es bei {share:share} in den {days:count} Tagen davor verzeichnet ({confirming:count}, 95-%-Intervall {low:to:high:share}).",
    ),
    "coming.confirmed_counted": (
        "{naming:count} named a recommendation, advertising, a search or sales; {confirming:count} of them have it on record in the {days:count} days before.",
        "{naming:count} nannten eine Empfehlung, Werbung, eine Suche oder den Vertrieb; bei {confirming:count} davon ist es in den {days:count} Tagen davor verzeichnet.",
    ),
    "caveat.coming_before": (
        "That a contact lay before the first purchase is no reason for it: who did not buy has such contacts too; “Won and lost” compares both.",
        "Dass ein Kontakt vor dem ersten Kauf lag, ist noch kein Grund: Auch wer nicht kauft, hat solche Kontakte; „Gewonnen und verloren“ vergleicht beide.",
    ),
    "caveat.coming_names": (
        "What a contact is, the names of touchpoints and channels say; in the table coming of reasons.toml it can be said otherwise. A recommendation among friends stands in no system.",
        "Was ein Kontakt ist, sagen die Namen der Touchpoints und Kanäle; in der Tabelle coming von reasons.toml lässt es sich anders festlegen. Eine Empfehlung unter Freunden steht in keinem System.",
    ),
    "caveat.coming_not_coded": (
        "{n:count|reason has|reasons have} no code yet; give their words one in the table coming of reasons.toml.",
        "{n:count|Grund ist|Gründe sind} noch nicht zugeordnet; ordnen Sie die Wörter in der Tabelle coming von reasons.toml zu.",
    ),
}

COMING_METHODS: dict[str, Wording] = {
    "coming": (
        "Reasons noted around the first purchase and contacts in the 90 days before it, in one scheme; counted, shares with Wilson's interval.",
        "Gründe rund um den ersten Kauf und Kontakte in den 90 Tagen davor, in einem Schema; gezählt, Anteile mit dem Intervall nach Wilson.",
    ),
}
