"""What the commands say of themselves: help of commands and options. One entry a text: English, German; templates."""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Wording

COMMAND_HELP: dict[str, Wording] = {
    "help.wegmarke": (
        "How customers really travel, where they are lost, and why.",
        "Wie Kunden wirklich gehen, wo sie verloren gehen, und warum.",
    ),
    "help.workspace": (
        "The workspace: its folder. Else WEGMARKE_WORKSPACE, else the present folder.",
        "Der Arbeitsbereich: sein Ordner. Sonst WEGMARKE_WORKSPACE, sonst der gegenwärtige Ordner.",
    ),
    "help.language": ("Language: en or de. Else as LANG says.", "Sprache: en oder de. Sonst nach LANG."),
    "help.debug": ("Show where in the program an error arose.", "Zeigen, wo im Programm ein Fehler entstand."),
    "help.version": ("Print the version.", "Die Version ausgeben."),
    "help.init": (
        "Create a workspace: one folder for one company.",
        "Einen Arbeitsbereich anlegen: ein Ordner für ein Unternehmen.",
    ),
    "help.init.folder": ("The folder; it may be there already.", "Der Ordner; es darf ihn schon geben."),
    "help.init.name": ("The company's name. Else the folder's.", "Name des Unternehmens. Sonst der des Ordners."),
    "help.import": (
        "Take in files. The same file again adds nothing; what was stopped goes on where it was.",
        "Dateien aufnehmen. Dieselbe Datei noch einmal fügt nichts hinzu; was angehalten wurde, geht dort weiter.",
    ),
    "help.import.files": (
        "CSV, Excel, Parquet, JSON lines, XES, mails (.eml, .mbox) or visit reports (.docx, .md, .txt); a folder brings all its files as one source.",
        "CSV, Excel, Parquet, JSON Lines, XES, E-Mails (.eml, .mbox) oder Besuchsberichte (.docx, .md, .txt); ein Ordner bringt alle seine Dateien als eine Quelle.",
    ),
    "help.import.map": (
        "A TOML file that says what the columns mean. Else the source's own, else a guess that you can correct.",
        "Eine TOML-Datei, die sagt, was die Spalten bedeuten. Sonst die der Quelle, sonst eine Vermutung, die Sie korrigieren können.",
    ),
    "help.import.source": ("The source the files belong to.", "Die Quelle, zu der die Dateien gehören."),
    "help.import.yes": ("Take the guess without asking.", "Die Vermutung ohne Rückfrage übernehmen."),
    "help.import.on": (
        "Where files are read: here, on the cluster of the workspace, or there where they are many and large (auto).",
        "Wo Dateien gelesen werden: hier, auf dem Cluster des Arbeitsbereichs, oder dort, wenn es viele und große sind (auto).",
    ),
    "help.build": (
        "Bring the journey index up to date with data and settings.",
        "Den Journey-Index auf den Stand von Daten und Einstellungen bringen.",
    ),
    "help.build.whole": ("Build it anew in any case.", "Ihn in jedem Fall neu bauen."),
    "help.build.on": (
        "Where the whole index is built: here, on the cluster of the workspace, or there once enough data are in (auto).",
        "Wo der ganze Index gebaut wird: hier, auf dem Cluster des Arbeitsbereichs, oder dort, sobald genug Daten aufgenommen sind (auto).",
    ),
    "help.ask": ("Ask a question of the journeys.", "Den Kundenreisen eine Frage stellen."),
    "help.ask.where": (
        "Only journeys that satisfy this filter: outcome = lost and visited(hotline).",
        "Nur Kundenreisen, auf die dieser Filter passt: outcome = lost and visited(hotline).",
    ),
    "help.ask.level": (
        "Whose journeys: those of customers, or those of accounts (companies).",
        "Wessen Kundenreisen: die der Kunden oder die der Firmen (account).",
    ),
    "help.ask.format": ("How to write the answer.", "In welcher Form die Antwort geschrieben wird."),
    "help.ask.out": ("Write to this file instead of the terminal.", "In diese Datei statt ins Terminal schreiben."),
    "help.ask.table": ("Which table CSV holds, from 1.", "Welche Tabelle in die CSV-Datei kommt, ab 1."),
    "help.ask.rows": ("Rows shown of each table; 0 is all.", "Gezeigte Zeilen je Tabelle; 0 ist alle."),
    "help.ask.plot": (
        "Draw the answer into this file (.png, .svg, .pdf).",
        "Die Antwort in diese Datei zeichnen (.png, .svg, .pdf).",
    ),
    "help.serve": ("Open the desk in the browser.", "Den Arbeitsplatz im Browser öffnen."),
    "help.serve.host": (
        "Address to listen on; others reach it only if this is not 127.0.0.1.",
        "Adresse, auf der gehört wird; andere erreichen sie nur, wenn es nicht 127.0.0.1 ist.",
    ),
    "help.serve.port": ("Port; 0 takes any free one.", "Port; 0 nimmt einen freien."),
    "help.serve.browser": ("Open the browser of this machine.", "Den Browser dieses Rechners öffnen."),
    "help.serve.sign_in_link": (
        "Print a link that signs the owner in.",
        "Einen Link ausgeben, der den Besitzer anmeldet.",
    ),
    "help.serve.collect": (
        "Take in events over HTTP beside the desk.",
        "Neben dem Arbeitsplatz Ereignisse über HTTP annehmen.",
    ),
    "help.collect": (
        "Take in events over HTTP, without the desk.",
        "Ereignisse über HTTP annehmen, ohne den Arbeitsplatz.",
    ),
    "help.collect.port": (
        "Port of the collector; left out: 8787 or the next free one, 0: any.",
        "Port des Sammlers; ohne Angabe 8787 oder der nächste freie, 0: irgendeiner.",
    ),
    "help.customers": ("Who is who.", "Wer wer ist."),
    "help.customers.show": (
        "Show all identifiers of a customer, and why they are one.",
        "Alle Kennungen eines Kunden zeigen, und warum sie eins sind.",
    ),
    "help.customers.merge": ("Say that two customers are one.", "Sagen, dass zwei Kunden einer sind."),
    "help.customers.part": (
        "Say that an identifier is not its customer's.",
        "Sagen, dass eine Kennung nicht zu ihrem Kunden gehört.",
    ),
    "help.customers.try": (
        "Show what other rules of identity would merge and part; nothing is changed.",
        "Zeigen, was andere Identitätsregeln zusammenführen und trennen würden; geändert wird nichts.",
    ),
    "help.customers.identifier": (
        "An identifier, as VALUE or KIND:VALUE (email:ada@example.org).",
        "Eine Kennung, als WERT oder ART:WERT (email:ada@example.org).",
    ),
    "help.customers.reason": (
        "Why; stays in the ledger, so no names.",
        "Warum; bleibt im Verzeichnis, also keine Namen.",
    ),
    "help.customers.rules": ("A file like identity.toml.", "Eine Datei wie identity.toml."),
    "help.keys": ("Who may send events.", "Wer Ereignisse senden darf."),
    "help.keys.list": ("Show the keys.", "Die Schlüssel zeigen."),
    "help.keys.add": (
        "Make a key; it is printed this once.",
        "Einen Schlüssel anlegen; er wird nur dieses Mal gezeigt.",
    ),
    "help.keys.limit": (
        "Say how many events a second may be sent with a key; what is more is to be sent again.",
        "Festlegen, wie viele Ereignisse je Sekunde mit einem Schlüssel kommen dürfen; weitere sind noch einmal zu senden.",
    ),
    "help.keys.events": ("Events a second; 0: as many as come.", "Ereignisse je Sekunde; 0: so viele, wie kommen."),
    "help.keys.revoke": ("Refuse a key from now on.", "Einen Schlüssel ab sofort ablehnen."),
    "help.keys.source": (
        "Name of the source whose mapping says what the events mean.",
        "Name der Quelle, deren Zuordnung sagt, was die Ereignisse bedeuten.",
    ),
    "help.keys.browser": (
        "For pages, where everybody can read it, or for servers.",
        "Für Webseiten, wo ihn jeder lesen kann, oder für Server.",
    ),
    "help.keys.name": ("What people call it.", "Wie man ihn nennt."),
    "help.keys.number": ("Number of the key, as `list` shows it.", "Nummer des Schlüssels, wie `list` sie zeigt."),
    "help.demo": (
        "Open a workspace of the simulated company Musterhaus, with a guided walk.",
        "Einen Arbeitsbereich der simulierten Firma Musterhaus öffnen, mit einem Rundgang.",
    ),
    "help.demo.folder": (
        "Where to put it. Else wegmarke-demo in your home folder.",
        "Wohin damit. Sonst wegmarke-demo in Ihrem Benutzerordner.",
    ),
    "help.demo.serve": ("Open it in the browser, or only prepare it.", "Im Browser öffnen, oder nur vorbereiten."),
    "help.simulate": (
        "Write a simulated company to practise on: the exports of its departments, and the truth beside them.",
        "Eine simulierte Firma zum Üben schreiben: die Exporte ihrer Abteilungen und daneben, was wahr ist.",
    ),
    "help.simulate.out": ("A new or empty folder.", "Ein neuer oder leerer Ordner."),
    "help.simulate.customers": (
        "How many people with a need, from 100 to 5 million; usually 2,000. In b2b: companies, usually 300.",
        "Wie viele Menschen mit Bedarf, von 100 bis 5 Millionen; sonst 2.000. Bei b2b: Firmen, sonst 300.",
    ),
    "help.simulate.seed": (
        "The same number gives the same company.",
        "Dieselbe Zahl ergibt dieselbe Firma.",
    ),
    "help.simulate.scenario": (
        "What is true in it: process, price, null, segment, wave, hidden, b2b.",
        "Was in ihr wahr ist: process, price, null, segment, wave, hidden, b2b.",
    ),
    "help.simulate.truth": (
        "Write the truth beside the exports.",
        "Neben die Exporte schreiben, was wahr ist.",
    ),
    "help.report": (
        "Write what the board should know: a few sentences ranked by what is at stake, then every question.",
        "Schreiben, was die Geschäftsführung wissen sollte: wenige Sätze, geordnet nach dem, was auf dem Spiel steht, dann jede Frage.",
    ),
    "help.report.margin": (
        "Margin as a share of revenue, a number or from one to another; without it money is revenue.",
        "Deckungsbeitrag als Anteil am Umsatz, eine Zahl oder von einer bis zur anderen; ohne ihn ist Geld Umsatz.",
    ),
    "help.report.persons": (
        "Whether tables that name customers stand in it.",
        "Ob Tabellen darin stehen, die Kunden nennen.",
    ),
    "help.kpis": (
        "Bring in tables of the KPIs that departments steer by.",
        "Tabellen der Kennzahlen einlesen, nach denen Abteilungen steuern.",
    ),
    "help.kpis.files": (
        "Tables, CSV or Excel: KPI, department, period, value, better.",
        "Tabellen, CSV oder Excel: Kennzahl, Abteilung, Zeitraum, Wert, Besser.",
    ),
    "help.status": (
        "How the workspace stands: sources, rows, quarantine, index.",
        "Wie der Arbeitsbereich steht: Quellen, Zeilen, Quarantäne, Index.",
    ),
    "help.doctor": (
        "Check what Wegmarke needs, and say what to do.",
        "Prüfen, was Wegmarke braucht, und sagen, was zu tun ist.",
    ),
    "help.watch": (
        "Take in what a nightly job puts into inbox/SOURCE, and build, until Ctrl+C.",
        "Aufnehmen, was ein nächtlicher Auftrag in inbox/QUELLE legt, und bauen, bis Strg+C.",
    ),
    "help.watch.every": ("Seconds between two looks.", "Sekunden zwischen zwei Blicken."),
    "help.watch.once": ("Take in what is there, then end.", "Aufnehmen, was da ist, dann enden."),
    "help.forget": (
        "Erase a person from everything the workspace holds, and keep them out.",
        "Eine Person aus allem löschen, was der Arbeitsbereich enthält, und sie fernhalten.",
    ),
    "help.forget.again": (
        "After a restore: erase anew all who were erased before and are there again.",
        "Nach dem Zurückspielen einer Sicherung: alle noch einmal löschen, die schon gelöscht waren und wieder da sind.",
    ),
    "help.forget.yes": ("Erase without asking.", "Ohne Rückfrage löschen."),
    "help.person": ("Answer a person.", "Einer Person antworten."),
    "help.person.export": (
        "Write everything that is stored about a person as one ZIP file: to read, as JSON and as CSV.",
        "Alles, was über eine Person gespeichert ist, in eine ZIP-Datei schreiben: zum Lesen, als JSON und als CSV.",
    ),
    "help.person.correct": (
        "Put right what a column says in a person's rows; shows the rows first.",
        "Berichtigen, was in den Zeilen einer Person in einer Spalte steht; zeigt zuerst die Zeilen.",
    ),
    "help.person.field": (
        "The column of the source. One that says who it is (an e-mail) is corrected in every source.",
        "Die Spalte der Quelle. Eine, die sagt, wer es ist (eine E-Mail), wird in jeder Quelle berichtigt.",
    ),
    "help.person.reads": ("What it reads and should not.", "Was dort steht und nicht stehen soll."),
    "help.person.becomes": ("What it must read; nothing empties it.", "Was dort stehen muss; nichts leert die Zelle."),
    "help.person.source": ("Only in this source.", "Nur in dieser Quelle."),
    "help.person.reason": (
        "Why, kept until the person is erased.",
        "Warum; wird aufbewahrt, bis die Person gelöscht wird.",
    ),
    "help.person.dry": ("Only show what would change.", "Nur zeigen, was sich ändern würde."),
    "help.person.yes": ("Correct without asking.", "Ohne Rückfrage berichtigen."),
    "help.person.kind": (
        "Kind of an identifier, as the mappings name it (email, phone, …); once for every --value.",
        "Art einer Kennung, wie die Zuordnungen sie nennen (email, phone, …); einmal je --value.",
    ),
    "help.person.value": (
        "The identifier. Several --kind and --value name one person by all of them.",
        "Die Kennung. Mehrere --kind und --value nennen eine Person mit allen.",
    ),
    "help.quarantine": (
        "Rows that could not be taken in: list, correct, replay.",
        "Zeilen, die nicht aufgenommen werden konnten: zeigen, korrigieren, nachholen.",
    ),
    "help.quarantine.list": ("Show rows, by reason and in full.", "Zeilen zeigen, nach Grund und im Ganzen."),
    "help.quarantine.export": ("Write all rows to a CSV file.", "Alle Zeilen in eine CSV-Datei schreiben."),
    "help.quarantine.correct": (
        "Say what is to be read in a row: COLUMN=VALUE. Then replay.",
        "Sagen, was in einer Zeile zu lesen ist: SPALTE=WERT. Danach nachholen.",
    ),
    "help.quarantine.replay": ("Read the rows again, corrected.", "Die Zeilen noch einmal lesen, korrigiert."),
    "help.source": ("Only this source.", "Nur diese Quelle."),
    "help.file": ("Number of the file, as `list` shows it.", "Nummer der Datei, wie `list` sie zeigt."),
    "help.row": ("Row in the file.", "Zeile in der Datei."),
    "help.reason": ("Only this reason.", "Nur dieser Grund."),
    "help.limit": ("At most so many rows.", "Höchstens so viele Zeilen."),
    "help.settings": (
        "How journeys are cut, and what counts as won and lost.",
        "Wie Kundenreisen geschnitten werden, und was als gewonnen und verloren gilt.",
    ),
    "help.settings.show": ("Show the settings.", "Die Einstellungen zeigen."),
    "help.settings.set": (
        "Change settings; they take effect with the next build.",
        "Einstellungen ändern; sie gelten ab dem nächsten Bauen.",
    ),
    "help.settings.won": (
        "Touchpoint, or value of the outcome column, that means won; several times for several.",
        "Touchpoint oder Wert der Ergebnisspalte, der gewonnen bedeutet; mehrmals für mehrere.",
    ),
    "help.settings.lost": (
        "Touchpoint, or value of the outcome column, that means lost; several times for several.",
        "Touchpoint oder Wert der Ergebnisspalte, der verloren bedeutet; mehrmals für mehrere.",
    ),
    "help.settings.churned": (
        "Touchpoint, or value of the outcome column, that means churned; several times for several.",
        "Touchpoint oder Wert der Ergebnisspalte, der abgewandert bedeutet; mehrmals für mehrere.",
    ),
    "help.settings.returned": (
        "Touchpoint, or value of the outcome column, that means returned; several times for several.",
        "Touchpoint oder Wert der Ergebnisspalte, der zurückgeschickt bedeutet; mehrmals für mehrere.",
    ),
    "help.settings.silence": (
        "A pause of so many days begins a new journey; `never`: none does.",
        "Eine Pause von so vielen Tagen beginnt eine neue Kundenreise; `never`: keine.",
    ),
    "help.settings.cut": ("Whether an outcome ends the journey.", "Ob ein Ergebnis die Kundenreise beendet."),
    "help.settings.lifecycle": (
        "Count only interactions in this state; several times for several; `all`: all.",
        "Nur Kontakte in diesem Zustand zählen; mehrmals für mehrere; `all`: alle.",
    ),
    "help.settings.time_zone": ("IANA name, such as Europe/Berlin.", "IANA-Name, zum Beispiel Europe/Berlin."),
    "help.settings.currency": ("ISO code in which values are summed.", "ISO-Kürzel, in dem Werte summiert werden."),
    "help.settings.revenue": (
        "Touchpoint whose amounts are revenue, where offers and invoices tell theirs as well; several times for several; `all`: all.",
        "Touchpoint, dessen Beträge Umsatz sind, wenn auch Angebote und Rechnungen welche nennen; mehrmals für mehrere; `all`: alle.",
    ),
    "help.settings.contract": (
        "How many days a term of the customers' contracts has; `none`: they have none.",
        "Wie viele Tage eine Laufzeit der Kundenverträge hat; `none`: Sie haben keine.",
    ),
    "help.settings.runner": (
        "Who works answers out: `local`, this machine, or a Spark cluster by its address, sc://host:port.",
        "Wer Antworten ausrechnet: `local`, dieser Rechner, oder ein Spark-Cluster mit seiner Adresse, sc://host:port.",
    ),
    "help.settings.storage": (
        "Where builds put a copy of the index for the workers of a cluster, and go through if it builds, such as s3://bucket/folder; `none`: nowhere.",
        "Wohin der Bau eine Kopie des Index für die Rechner eines Clusters legt, und worüber er geht, wenn sie bauen, etwa s3://bucket/ordner; `none`: nirgends.",
    ),
    "help.settings.name": ("The company's name.", "Name des Unternehmens."),
}
