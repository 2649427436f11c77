"""What the commands say: reports and questions in the terminal. One entry a text: English, German; templates. Their help
is in `command_help`.
"""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.accounts import ACCOUNT_COMMANDS
from wegmarke.text.command_help import COMMAND_HELP
from wegmarke.text.language import Language, Wording, looked_up
from wegmarke.text.templates import fill

COMMANDS: dict[str, Wording] = {
    **COMMAND_HELP,
    **ACCOUNT_COMMANDS,
    "customers.number": ("Customer {number}", "Kunde {number}"),
    "customers.identifier": ("  {kind} {value}: {sources}", "  {kind} {value}: {sources}"),
    "customers.link.holds": ("  {a} and {b} are one: {reason}", "  {a} und {b} sind eins: {reason}"),
    "customers.link.not": ("  {a} and {b} are not joined: {reason}", "  {a} und {b} sind nicht verbunden: {reason}"),
    "customers.household": (
        "Likely lives with others at one address; nobody is merged for it:",
        "Wohnt vermutlich mit anderen an einer Adresse; zusammengeführt wird dafür niemand:",
    ),
    "customers.household.member": (
        "  customer {number} ({kind} {value}): {reasons}",
        "  Kunde {number} ({kind} {value}): {reasons}",
    ),
    "customers.decided": (
        "This is in the ledger. It takes effect with: wegmarke build",
        "Das steht im Verzeichnis. Es gilt mit: wegmarke build",
    ),
    "customers.effect": (
        "{now:count} customers now, {then:count} by these rules.",
        "Jetzt {now:count} Kunden, nach diesen Regeln {then:count}.",
    ),
    "customers.merged": ("Merged: {count:count}", "Zusammengeführt: {count:count}"),
    "customers.parted": ("Parted: {count:count}", "Getrennt: {count:count}"),
    # what is said
    "error": ("Error: {text}", "Fehler: {text}"),
    "error.unforeseen": (
        "Something unforeseen went wrong ({kind}: {text}). What was taken in before is unharmed. Run the command again with --debug and report what it prints.",
        "Etwas Unvorhergesehenes ist schiefgegangen ({kind}: {text}). Was vorher aufgenommen war, ist unversehrt. Rufen Sie den Befehl noch einmal mit --debug auf, und melden Sie, was er ausgibt.",
    ),
    "init.done": ("The workspace {name:quoted} is in {folder}.", "Der Arbeitsbereich {name:quoted} liegt in {folder}."),
    "init.next": ("Next: wegmarke import FILE{workspace}", "Als Nächstes: wegmarke import DATEI{workspace}"),
    "import.guess": (
        "What the columns of {file:quoted} seem to mean:",
        "Was die Spalten von {file:quoted} zu bedeuten scheinen:",
    ),
    "import.dropped": (
        "Not stored, because they seem to name single employees: {columns:list}.",
        "Nicht gespeichert, weil es einzelne Mitarbeiter zu sein scheinen: {columns:list}.",
    ),
    "import.several": (
        "Each row yields up to {n:count|interaction|interactions}: {touchpoints:list}.",
        "Jede Zeile ergibt bis zu {n:count|Kontakt|Kontakte}: {touchpoints:list}.",
    ),
    "import.preview": ("So the first rows would be read:", "So würden die ersten Zeilen gelesen:"),
    "import.take": ("Take this?", "So übernehmen?"),
    "import.which": ("Column for {field:word:field} (empty: none)", "Spalte für {field:word:field} (leer: keine)"),
    "import.edit": (
        "Change the mapping in {file} and import again with --map {file}.",
        "Ändern Sie die Zuordnung in {file}, und importieren Sie noch einmal mit --map {file}.",
    ),
    "import.saved": ("The mapping is in {file}.", "Die Zuordnung steht in {file}."),
    "import.done": (
        "{file}: {read:count|row|rows} read, {accepted:count} accepted, {duplicate:count} known already, {quarantined:count} in quarantine[[, {refused:count} refused (erased persons)]] ({rate:count} rows/s).",
        "{file}: {read:count|Zeile|Zeilen} gelesen, {accepted:count} aufgenommen, {duplicate:count} schon bekannt, {quarantined:count} in Quarantäne[[, {refused:count} abgewiesen (gelöschte Personen)]] ({rate:count} Zeilen/s).",
    ),
    "kpis.done": (
        "{file}: {values:count|value|values} of {kpis:count|KPI|KPIs} taken in[[, {revised:count} of them other than told before]].",
        "{file}: {values:count|Wert|Werte} von {kpis:count|Kennzahl|Kennzahlen} aufgenommen[[, davon {revised:count} anders als zuvor angegeben]].",
    ),
    "kpis.next": (
        "Next: wegmarke ask proxies{workspace}",
        "Weiter: wegmarke ask proxies{workspace}",
    ),
    "import.known": (
        "{file}: its content was taken in before; nothing to add.",
        "{file}: Der Inhalt war schon aufgenommen; nichts hinzuzufügen.",
    ),
    "import.resumed": (
        "It went on after row {row:count}, where it had been stopped.",
        "Es ging nach Zeile {row:count} weiter, wo angehalten worden war.",
    ),
    "import.earlier": (
        "Other files of this source were read under an earlier mapping: {files:list}. Import them again to read them alike.",
        "Andere Dateien dieser Quelle wurden nach einer früheren Zuordnung gelesen: {files:list}. Importieren Sie sie noch einmal, damit sie gleich gelesen werden.",
    ),
    "import.failed": (
        "{n:count} of {of:count|file|files} could not be taken in; the others are in.",
        "{n:count} von {of:count|Datei|Dateien} konnten nicht aufgenommen werden; die anderen sind aufgenommen.",
    ),
    "import.all_failed": (
        "None of {of:count|file|files} could be taken in.",
        "Von {of:count|Datei|Dateien} konnte keine aufgenommen werden.",
    ),
    "import.reason": ("{n:count} × {reason}", "{n:count} × {reason}"),
    "import.quarantine_next": (
        "See them: wegmarke quarantine list{workspace}",
        "Ansehen: wegmarke quarantine list{workspace}",
    ),
    "import.next": ("Next: wegmarke build{workspace}", "Als Nächstes: wegmarke build{workspace}"),
    "build.nothing": ("The index is up to date.", "Der Index ist auf dem Stand."),
    "build.overlay": (
        "The index was brought up to date in {seconds:seconds}: {interactions:count|interaction|interactions}.",
        "Der Index wurde in {seconds:seconds} ergänzt: {interactions:count|Kontakt|Kontakte}.",
    ),
    "build.whole": (
        "The index was built in {seconds:seconds}: {interactions:count|interaction|interactions}.",
        "Der Index wurde in {seconds:seconds} gebaut: {interactions:count|Kontakt|Kontakte}.",
    ),
    "build.damaged": (
        "A file of the index was missing or damaged ({file}); all of it was built anew from the record.",
        "Eine Datei des Index fehlte oder war beschädigt ({file}); er wurde aus den aufgenommenen Daten ganz neu gebaut.",
    ),
    "build.next": (
        "Next: wegmarke serve{workspace}, or wegmarke ask map{workspace}",
        "Als Nächstes: wegmarke serve{workspace} oder wegmarke ask map{workspace}",
    ),
    "stale": (
        "The index is older than data or settings. Bring it up to date: wegmarke build{workspace}",
        "Der Index ist älter als Daten oder Einstellungen. Auf den Stand bringen: wegmarke build{workspace}",
    ),
    "table.left_out": ("Not shown for want of room: {columns}", "Aus Platzgründen nicht gezeigt: {columns}"),
    "written": ("Written: {file}", "Geschrieben: {file}"),
    "simulate.done": (
        "{name}, scenario {scenario}: {customers:count|customer|customers}, {contacts:count|contact|contacts} in {folder}.",
        "{name}, Szenario {scenario}: {customers:count|Kunde|Kunden}, {contacts:count|Kontakt|Kontakte} in {folder}.",
    ),
    "simulate.next": (
        "Next: wegmarke init, then wegmarke import each file of exports/ with its mapping of mappings/. What is true: {truth}",
        "Als Nächstes: wegmarke init, dann wegmarke import für jede Datei aus exports/ mit ihrer Zuordnung aus mappings/. Was wahr ist: {truth}",
    ),
    "simulate.next_without": (
        "Next: wegmarke init, then wegmarke import each file of exports/ with its mapping of mappings/.",
        "Als Nächstes: wegmarke init, dann wegmarke import für jede Datei aus exports/ mit ihrer Zuordnung aus mappings/.",
    ),
    "demo.older": (
        "The example in {path:quoted} is of an older version, and goes on without KPIs. Delete the folder to get a new one.",
        "Das Beispiel in {path:quoted} ist von einer älteren Version und läuft ohne Kennzahlen weiter. Löschen Sie den Ordner, um ein neues zu bekommen.",
    ),
    "demo.simulated": (
        "Musterhaus is simulated: {customers:count|customer|customers}, {contacts:count|contact|contacts}. Now its departments' exports are imported.",
        "Musterhaus ist simuliert: {customers:count|Kunde|Kunden}, {contacts:count|Kontakt|Kontakte}. Jetzt werden die Exporte seiner Abteilungen importiert.",
    ),
    "demo.ready": ("The practice workspace is in {folder}.", "Der Übungs-Arbeitsbereich liegt in {folder}."),
    "status.workspace": (
        "{name}: {interactions:count|interaction|interactions}, {quarantined:count} rows in quarantine.",
        "{name}: {interactions:count|Kontakt|Kontakte}, {quarantined:count} Zeilen in Quarantäne.",
    ),
    "status.no_sources": ("There is no source yet.", "Es gibt noch keine Quelle."),
    "status.index_ready": ("The index is up to date.", "Der Index ist auf dem Stand."),
    "status.unfinished": (
        "Not finished: {files:list}. Import them again; they go on where they were.",
        "Nicht fertig: {files:list}. Importieren Sie sie noch einmal; es geht dort weiter.",
    ),
    "collect.begins": (
        "Events are taken in at {address}. Ctrl+C ends it.",
        "Ereignisse werden unter {address} angenommen. Strg+C beendet es.",
    ),
    "collect.key.active": (
        "{number}  {name} ({source}, {kind}), since {at}[[, at most {limit:count} events a second]]",
        "{number}  {name} ({source}, {kind}), seit {at}[[, höchstens {limit:count} Ereignisse je Sekunde]]",
    ),
    "collect.key.revoked": (
        "{number}  {name} ({source}, {kind}), revoked",
        "{number}  {name} ({source}, {kind}), widerrufen",
    ),
    "watch.begins": ("Watching {folder}. Ctrl+C ends it.", "{folder} wird beobachtet. Strg+C beendet es."),
    "watch.failed": (
        "{source}/{file}: {error} It lies in inbox/failed.",
        "{source}/{file}: {error} Sie liegt in inbox/failed.",
    ),
    "forget.sure": (
        "Erase everything of {identifiers}? This cannot be undone.",
        "Alles von {identifiers} löschen? Das lässt sich nicht rückgängig machen.",
    ),
    "forget.kept": ("Nothing was erased.", "Es wurde nichts gelöscht."),
    "forget.nobody": (
        "Nobody who was erased is there again.",
        "Niemand, der gelöscht wurde, ist wieder da.",
    ),
    "forget.part": ("{part}: {n:count}", "{part}: {n:count}"),
    "forget.done": (
        "Erased (number {number:count} in the ledger of erasures). Files and events that bring the person back are refused.",
        "Gelöscht (Nummer {number:count} im Löschverzeichnis). Dateien und Ereignisse, die die Person zurückbringen, werden abgewiesen.",
    ),
    "forget.nothing": (
        "Nothing was stored under this identifier; it is refused from now on (number {number:count} in the ledger of erasures).",
        "Unter dieser Kennung war nichts gespeichert; sie wird ab jetzt abgewiesen (Nummer {number:count} im Löschverzeichnis).",
    ),
    "correct.row": (
        "{source}, {file}, row {row}, {column} ({state})",
        "{source}, {file}, Zeile {row}, {column} ({state})",
    ),
    "correct.state.counts": ("counts", "zählt"),
    "correct.state.superseded": ("history", "Vorgeschichte"),
    "correct.state.quarantine": ("in quarantine", "in Quarantäne"),
    "correct.nothing": (
        "In no row of this person does the column read so.[[ It reads: {readings:list}.]]",
        "In keiner Zeile dieser Person steht das in der Spalte.[[ Es steht dort: {readings:list}.]]",
    ),
    "correct.file": (
        "The kept file {file} is written anew ({n:count|row|rows}).",
        "Die aufbewahrte Datei {file} wird neu geschrieben ({n:count|Zeile|Zeilen}).",
    ),
    "correct.removed": (
        "The kept file {file} cannot be corrected in place and is removed ({n:count|row|rows}).",
        "Die aufbewahrte Datei {file} lässt sich nicht berichtigen und wird entfernt ({n:count|Zeile|Zeilen}).",
    ),
    "correct.elsewhere": (
        "It reads so in other columns too, which stay as they are: {places:list}.",
        "So steht es auch in anderen Spalten, die bleiben, wie sie sind: {places:list}.",
    ),
    "correct.sure": ("Correct these rows?", "Diese Zeilen berichtigen?"),
    "correct.kept": ("Nothing was corrected.", "Es wurde nichts berichtigt."),
    "correct.done": (
        "{n:count|row|rows} corrected (number {number:count} in the ledger of corrections). Files that bring the wrong value back are corrected as they are read.",
        "{n:count|Zeile|Zeilen} berichtigt (Nummer {number:count} im Berichtigungsverzeichnis). Dateien, die den falschen Wert zurückbringen, werden beim Einlesen berichtigt.",
    ),
    "part.corrections": ("Right values kept from corrections", "Aufbewahrte richtige Werte aus Berichtigungen"),
    "part.record": ("Contacts and rows in quarantine", "Kontakte und Zeilen in Quarantäne"),
    "part.numbers": ("Identifiers with a customer number", "Kennungen mit Kundennummer"),
    "part.collector": ("Events on their way", "Ereignisse unterwegs"),
    "part.kept_files": ("Kept source files", "Aufbewahrte Quelldateien"),
    "part.links": ("Links between identifiers", "Verbindungen zwischen Kennungen"),
    "part.who_is_who": ("Derived identities", "Abgeleitete Identitäten"),
    "part.consents": ("Statements of the person", "Erklärungen der Person"),
    "part.desk": ("Entries of the desk", "Einträge des Arbeitsplatzes"),
    "quarantine.empty": ("Quarantine is empty.", "Die Quarantäne ist leer."),
    "quarantine.shown": ("{shown:count} of {total:count|row|rows}.", "{shown:count} von {total:count|Zeile|Zeilen}."),
    "quarantine.noted": (
        "Noted. Read it again: wegmarke quarantine replay{workspace}",
        "Notiert. Noch einmal lesen: wegmarke quarantine replay{workspace}",
    ),
    "quarantine.replayed": (
        "{accepted:count|row|rows} accepted, {quarantined:count} still in quarantine.",
        "{accepted:count|Zeile|Zeilen} aufgenommen, {quarantined:count} weiterhin in Quarantäne.",
    ),
    "settings.saved": (
        "Saved. It takes effect with the next build: wegmarke build{workspace}",
        "Gespeichert. Es gilt ab dem nächsten Bauen: wegmarke build{workspace}",
    ),
    "settings.nothing": (
        "Nothing to change was named; see wegmarke settings set --help.",
        "Es wurde nichts zu ändern genannt; siehe wegmarke settings set --help.",
    ),
    # checks of the doctor
    "doctor.ok": ("good", "gut"),
    "doctor.note": ("note", "Hinweis"),
    "doctor.bad": ("wrong", "falsch"),
    "doctor.versions": (
        "Wegmarke {version}, Python {python}, {machine}",
        "Wegmarke {version}, Python {python}, {machine}",
    ),
    "doctor.package": ("{package} {version}", "{package} {version}"),
    "doctor.package_missing": (
        "{package} is not installed; needed only for {purpose}: pip install {package}",
        "{package} ist nicht installiert; nur nötig für {purpose}: pip install {package}",
    ),
    "doctor.dataframes": ("dataframes of this kind", "Tabellen dieser Art"),
    "doctor.postgres": ("a desk on PostgreSQL", "einen Arbeitsplatz auf PostgreSQL"),
    "doctor.cache": (
        "Compiled calculations: {folder} ({size:size})",
        "Übersetzte Berechnungen: {folder} ({size:size})",
    ),
    "doctor.cache_empty": (
        "The calculations are not compiled yet; the first build does it, once per machine.",
        "Die Berechnungen sind noch nicht übersetzt; das erste Bauen tut es, einmal je Rechner.",
    ),
    "doctor.cache_closed": (
        "{folder} cannot be written, so every start compiles anew. Set NUMBA_CACHE_DIR to a folder of yours.",
        "In {folder} lässt sich nicht schreiben, daher übersetzt jeder Start neu. Setzen Sie NUMBA_CACHE_DIR auf einen eigenen Ordner.",
    ),
    "doctor.no_workspace": ("No workspace here: {text}", "Hier ist kein Arbeitsbereich: {text}"),
    "doctor.workspace": (
        "Workspace {name:quoted}: {interactions:count|interaction|interactions} from {sources:count|source|sources}",
        "Arbeitsbereich {name:quoted}: {interactions:count|Kontakt|Kontakte} aus {sources:count|Quelle|Quellen}",
    ),
    "doctor.index": ("Index {version}, up to date", "Index {version}, auf dem Stand"),
    "doctor.index_missing": ("No index yet: wegmarke build", "Noch kein Index: wegmarke build"),
    "doctor.cluster": (
        "Cluster {address}: {tasks:count|task|tasks} at once, the same versions on {hosts}",
        "Cluster {address}: {tasks:count|Aufgabe|Aufgaben} zugleich, dieselben Fassungen auf {hosts}",
    ),
    "doctor.cluster_asked": (
        "The cluster sees the index: {partitions:count|partition|partitions} asked, {journeys:count|journey|journeys} counted",
        "Der Cluster sieht den Index: {partitions:count|Partition|Partitionen} befragt, {journeys:count|Kundenreise|Kundenreisen} gezählt",
    ),
    "doctor.storage": ("Storage {url}: has the whole index", "Speicher {url}: hat den ganzen Index"),
    "doctor.storage_behind": (
        "Storage {url} lacks {n:count|file|files} of the index ({file} for one): wegmarke build",
        "Dem Speicher {url} fehlen {n:count|Datei|Dateien} des Index (etwa {file}): wegmarke build",
    ),
    "doctor.quarantine": (
        "{n:count|row|rows} in quarantine: wegmarke quarantine list",
        "{n:count|Zeile|Zeilen} in Quarantäne: wegmarke quarantine list",
    ),
    "doctor.disk": ("{free:size} free on the disk", "{free:size} auf der Platte frei"),
    "doctor.disk_low": (
        "Only {free:size} free on the disk; an import needs about the size of its file, a build about that of the record ({record:size}).",
        "Nur {free:size} auf der Platte frei; ein Import braucht etwa die Größe der Datei, ein Bauen etwa die der aufgenommenen Daten ({record:size}).",
    ),
}


def told(key: str, language: Language, **values: object) -> str:
    """The text with that key and its values; KeyError when there is none."""
    return fill(looked_up(COMMANDS, key, language, "commands"), values, language)
