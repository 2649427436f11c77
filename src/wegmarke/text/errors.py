"""What an error says: what happened, where, and what to do next. One entry a code: English, German."""

# ruff: noqa: E501 - a sentence stays on one line: it is read, searched and translated as one

from __future__ import annotations

from wegmarke.text.language import Wording

ERRORS: dict[str, Wording] = {
    # reading files
    "file_missing": (
        "There is no file {file:quoted}. Check the name and the folder.",
        "Die Datei {file:quoted} gibt es nicht. Prüfen Sie Namen und Ordner.",
    ),
    "file_empty": (
        "The file {file:quoted} is empty. Export it again.",
        "Die Datei {file:quoted} ist leer. Exportieren Sie sie noch einmal.",
    ),
    "file_unreadable": (
        "The file {file:quoted} cannot be read[[ ({reason})]]. Check that it is a file, that you may open it, and that no other program holds it.",
        "Die Datei {file:quoted} lässt sich nicht lesen[[ ({reason})]]. Prüfen Sie, ob es eine Datei ist, ob Sie sie öffnen dürfen und ob kein anderes Programm sie festhält.",
    ),
    "file_truncated": (
        "The file {file:quoted} breaks off[[ after row {row:count}]]; it was not transferred whole. Fetch it again and repeat the import: rows already taken in are not doubled.",
        "Die Datei {file:quoted} bricht[[ nach Zeile {row:count}]] ab; sie wurde nicht vollständig übertragen. Holen Sie sie neu und wiederholen Sie den Import: Bereits aufgenommene Zeilen werden nicht verdoppelt.",
    ),
    "file_too_large": (
        "The file {file:quoted} is too large[[: {size:size}]][[, the limit is {limit:size}]]. Split it, or export it as CSV or Parquet.",
        "Die Datei {file:quoted} ist zu groß[[: {size:size}]][[, erlaubt sind {limit:size}]]. Teilen Sie sie, oder exportieren Sie sie als CSV oder Parquet.",
    ),
    "file_changed": (
        "The file {file:quoted} changed while it was being read. Wait until it is complete and repeat the import.",
        "Die Datei {file:quoted} hat sich beim Lesen verändert. Warten Sie, bis sie vollständig ist, und wiederholen Sie den Import.",
    ),
    "format_unknown": (
        "The format of {file:quoted} was not recognised. Readable are CSV, Excel, Parquet, JSON lines, XES, mails and visit reports; name the format in the mapping if it is one of these.",
        "Das Format von {file:quoted} wurde nicht erkannt. Lesbar sind CSV, Excel, Parquet, JSON Lines, XES, E-Mails und Besuchsberichte; nennen Sie das Format in der Zuordnung, wenn es eines davon ist.",
    ),
    "format_unsupported": (
        "The file {file:quoted} is in a format that is not read[[: {format}]]. Export it as CSV, Excel, Parquet, JSON lines or XES.",
        "Die Datei {file:quoted} hat ein Format, das nicht gelesen wird[[: {format}]]. Exportieren Sie sie als CSV, Excel, Parquet, JSON Lines oder XES.",
    ),
    "encoding_wrong": (
        "The file {file:quoted} is not written in {encoding}[[; it looks like {found}]]. Set `encoding` in the mapping, or leave it out to have it found.",
        "Die Datei {file:quoted} ist nicht in {encoding} geschrieben[[; es sieht nach {found} aus]]. Setzen Sie `encoding` in der Zuordnung, oder lassen Sie es weg, dann wird sie gesucht.",
    ),
    "header_missing": (
        "In {file:quoted} no names of columns were found[[ in row {row:count}]]. Set `header_row` in the mapping to the row that holds them.",
        "In {file:quoted} wurden[[ in Zeile {row:count}]] keine Spaltennamen gefunden. Setzen Sie `header_row` in der Zuordnung auf die Zeile, in der sie stehen.",
    ),
    "too_many_columns": (
        "The file {file:quoted} has {columns:count} columns; {limit:count} are read at most. Check the delimiter, or export only the columns you need.",
        "Die Datei {file:quoted} hat {columns:count} Spalten; höchstens {limit:count} werden gelesen. Prüfen Sie das Trennzeichen, oder exportieren Sie nur die nötigen Spalten.",
    ),
    "too_many_cells": (
        "The file {file:quoted} has too many cells for a spreadsheet[[: {cells:count}]][[, the limit is {limit:count}]]. Export it as CSV or Parquet.",
        "Die Datei {file:quoted} hat zu viele Zellen für eine Tabelle[[: {cells:count}]][[, erlaubt sind {limit:count}]]. Exportieren Sie sie als CSV oder Parquet.",
    ),
    "zip_bomb": (
        "The file {file:quoted} unpacks to more than it honestly could and was not opened. Save it anew from the program that made it.",
        "Die Datei {file:quoted} entpackt sich auf mehr, als glaubhaft ist, und wurde nicht geöffnet. Speichern Sie sie in dem Programm, aus dem sie stammt, neu.",
    ),
    "xml_forbidden": (
        "The file {file:quoted} holds a document type or entities[[ (row {row:count})]], which are not read because they can hide attacks. Export it without them.",
        "Die Datei {file:quoted} enthält einen Dokumenttyp oder Entitäten[[ (Zeile {row:count})]]; sie werden nicht gelesen, weil sich Angriffe darin verbergen können. Exportieren Sie sie ohne diese.",
    ),
    "xml_broken": (
        "The file {file:quoted} is not well-formed XML[[ in line {line:count}]][[: {reason}]]. Export it again.",
        "Die Datei {file:quoted} ist kein wohlgeformtes XML[[ in Zeile {line:count}]][[: {reason}]]. Exportieren Sie sie noch einmal.",
    ),
    "sheet_missing": (
        "The file {file:quoted} has no sheet[[ {sheet:quoted}]].[[ It has {sheets:list}.]] Set `sheet` in the mapping.",
        "Die Datei {file:quoted} hat kein Blatt[[ {sheet:quoted}]].[[ Vorhanden: {sheets:list}.]] Setzen Sie `sheet` in der Zuordnung.",
    ),
    # mapping
    "mapping_broken": (
        "The mapping[[ {file:quoted}]] cannot be read[[ in line {line:count}]][[: {key:quoted}]][[ is {value:quoted}]][[ ({reason})]].[[ It takes {expected:or_list}.]] Correct it, or have a new one suggested.",
        "Die Zuordnung[[ {file:quoted}]] ist[[ in Zeile {line:count}]] nicht lesbar[[: {key:quoted}]][[ ist {value:quoted}]][[ ({reason})]].[[ Möglich: {expected:or_list}.]] Korrigieren Sie sie, oder lassen Sie eine neue vorschlagen.",
    ),
    "mapping_column_missing": (
        "The mapping names the column {column:quoted}, which[[ {file:quoted}]] does not have.[[ Did you mean {suggestions:or_list}?]][[ The columns are {columns:list}.]]",
        "Die Zuordnung nennt die Spalte {column:quoted}, die es[[ in {file:quoted}]] nicht gibt.[[ Meinten Sie {suggestions:or_list}?]][[ Vorhandene Spalten: {columns:list}.]]",
    ),
    "mapping_incomplete": (
        "The mapping[[ {file:quoted}]] does not say what it must[[: {key:quoted} is missing]]. Needed are the customer, and for each interaction its time and touchpoint.",
        "Der Zuordnung[[ {file:quoted}]] fehlt Nötiges[[: {key:quoted}]]. Gebraucht werden der Kunde und zu jedem Kontakt Zeit und Touchpoint.",
    ),
    "mapping_unknown_key": (
        "The mapping[[ {file:quoted}]] holds the key {key:quoted}, which means nothing.[[ Did you mean {suggestions:or_list}?]][[ Did you mean {suggestion:quoted}?]]",
        "Die Zuordnung[[ {file:quoted}]] enthält den Schlüssel {key:quoted}, der nichts bedeutet.[[ Meinten Sie {suggestions:or_list}?]][[ Meinten Sie {suggestion:quoted}?]]",
    ),
    "column_missing": (
        "There is no column {column:quoted}[[ in {file:quoted}]].[[ Did you mean {suggestions:or_list}?]][[ The columns are {columns:list}.]]",
        "Die Spalte {column:quoted} gibt es[[ in {file:quoted}]] nicht.[[ Meinten Sie {suggestions:or_list}?]][[ Vorhandene Spalten: {columns:list}.]]",
    ),
    "time_unreadable": (
        "No time can be read from[[ {value:quoted} in]][[ the column {column:quoted}]]. Name the column that holds the time, or set `date_order`.",
        "Aus[[ {value:quoted} in]][[ der Spalte {column:quoted}]] lässt sich keine Zeit lesen. Nennen Sie die Spalte mit der Zeit, oder setzen Sie `date_order`.",
    ),
    # filter language
    "filter_syntax": (
        'The filter cannot be read from character {position:count} on[[ ({found:quoted})]]. Expected here: {expected:or_list:expected}. Names with spaces or signs stand in "quotes".',
        'Der Filter ist ab Zeichen {position:count} nicht lesbar[[ ({found:quoted})]]. Erwartet wird hier: {expected:or_list:expected}. Namen mit Leer- oder Sonderzeichen stehen in "geraden Anführungszeichen".',
    ),
    "filter_unknown_word": (
        "The filter does not know the word {word:quoted}[[ (character {position:count})]].[[ Did you mean {suggestions:or_list}?]][[ Known words: {known:list}.]]",
        "Der Filter kennt das Wort {word:quoted} nicht[[ (Zeichen {position:count})]].[[ Meinten Sie {suggestions:or_list}?]][[ Bekannte Wörter: {known:list}.]]",
    ),
    "filter_unknown_touchpoint": (
        "There is no touchpoint {touchpoint:quoted}.[[ Did you mean {suggestions:or_list}?]] The list of touchpoints shows the key of each.",
        "Einen Touchpoint {touchpoint:quoted} gibt es nicht.[[ Meinten Sie {suggestions:or_list}?]] Die Liste der Touchpoints zeigt zu jedem den Schlüssel.",
    ),
    "filter_wrong_value": (
        "In the filter, {field:quoted} does not take[[ {found:quoted}]][[ {value:quoted}]][[ (character {position:count})]]. Expected: {expected:or_list:expected}.[[ Did you mean {suggestions:or_list}?]]",
        "Im Filter passt[[ {found:quoted}]][[ {value:quoted}]] nicht zu {field:quoted}[[ (Zeichen {position:count})]]. Erwartet: {expected:or_list:expected}.[[ Meinten Sie {suggestions:or_list}?]]",
    ),
    "filter_too_long": (
        "The filter is too long: at most {limit:count} {what:word:limit}. Split it into several filters.",
        "Der Filter ist zu lang: höchstens {limit:count} {what:word:limit}. Teilen Sie ihn in mehrere Filter.",
    ),
    # questions
    "question_unknown": (
        "There is no question {question:quoted}.[[ Did you mean {suggestions:or_list}?]][[ There are {known:list}.]]",
        "Eine Frage {question:quoted} gibt es nicht.[[ Meinten Sie {suggestions:or_list}?]][[ Es gibt {known:list}.]]",
    ),
    "question_argument": (
        "The question[[ {question:quoted}]] does not take this for {argument:quoted}[[: {value:quoted}]].[[ Expected: {expected:or_list:expected}.]]",
        "Die Frage[[ {question:quoted}]] nimmt dies nicht für {argument:quoted}[[: {value:quoted}]].[[ Erwartet: {expected:or_list:expected}.]]",
    ),
    "touchpoint_unknown": (
        "There is no touchpoint {touchpoint:quoted}.[[ Did you mean {suggestions:or_list}?]] The list of touchpoints shows the key of each.",
        "Einen Touchpoint {touchpoint:quoted} gibt es nicht.[[ Meinten Sie {suggestions:or_list}?]] Die Liste der Touchpoints zeigt zu jedem den Schlüssel.",
    ),
    "account_unknown": (
        'There is no account "{account}". Look it up in the list of accounts, by name or number.',
        "Es gibt keine Firma „{account}“. Suchen Sie sie in der Liste der Firmen, mit Namen oder Nummer.",
    ),
    "accounts_missing": (
        "No row names an account. Say in the mapping of a source which column holds it (account), and build anew.",
        "Keine Zeile nennt eine Firma. Geben Sie in der Zuordnung einer Quelle an, in welcher Spalte sie steht (account), und bauen Sie den Index neu.",
    ),
    "accounts_same": (
        "Account {account} already is that one. Nothing was changed.",
        "Die Firma {account} ist das schon. Nichts wurde geändert.",
    ),
    "customers_same": (
        "{customer:quoted} is this customer already.",
        "{customer:quoted} ist bereits dieser Kunde.",
    ),
    "link_unknown": (
        "What was said of who is who has no entry {number}. Perhaps it was taken back already.",
        "Zu wer wer ist, gibt es keinen Eintrag {number}. Vielleicht wurde er schon zurückgenommen.",
    ),
    "customer_unknown": (
        "There is no customer {customer:quoted}. Perhaps the number is from another workspace, or the customer was erased.",
        "Einen Kunden {customer:quoted} gibt es nicht. Vielleicht stammt die Nummer aus einem anderen Arbeitsbereich, oder der Kunde wurde gelöscht.",
    ),
    # workspace, record, index
    "workspace_missing": (
        "There is no workspace[[ in {path:quoted}]]. Create one with `wegmarke init FOLDER`.",
        "Hier ist kein Arbeitsbereich[[: {path:quoted}]]. Legen Sie einen an: `wegmarke init ORDNER`.",
    ),
    "workspace_exists": (
        "There is a workspace[[ in {path:quoted}]] already. Open it, or choose an empty folder.",
        "Es gibt schon einen Arbeitsbereich[[ in {path:quoted}]]. Öffnen Sie ihn, oder wählen Sie einen leeren Ordner.",
    ),
    "workspace_newer": (
        "The workspace was written by a newer Wegmarke[[ (version {found} of its files; this one knows {known})]]. Update Wegmarke.",
        "Der Arbeitsbereich stammt von einem neueren Wegmarke[[ (Fassung {found} seiner Dateien; dieses kennt {known})]]. Bringen Sie Wegmarke auf den neuen Stand.",
    ),
    "workspace_locked": (
        "Another process writes to this workspace[[: number {process} on {machine}]][[, since {since}]]. Wait until it is done; reading goes on meanwhile.",
        "Ein anderer Prozess schreibt in diesen Arbeitsbereich[[: Nummer {process} auf {machine}]][[, seit {since}]]. Warten Sie, bis er fertig ist; gelesen werden kann weiterhin.",
    ),
    "kpi_row": (
        "{file:quoted}, row {row:count}: column {column:quoted} cannot be understood[[: {value:quoted}]]. Nothing was taken in. Correct the row, and bring the file in again; how it should look is in the docs under “Bring in the KPIs of the departments”.",
        "{file:quoted}, Zeile {row:count}: Die Spalte {column:quoted} ist nicht zu verstehen[[: {value:quoted}]]. Nichts wurde übernommen. Korrigieren Sie die Zeile, und lesen Sie die Datei erneut ein; wie sie aussehen soll, steht in der Dokumentation unter „Bring in the KPIs of the departments“.",
    ),
    "kpi_spans": (
        "The KPI {kpi:quoted} of {department:quoted} is told of periods of different length. Tell it of weeks, of months or of quarters throughout, or give it another name.",
        "Die Kennzahl {kpi:quoted} von {department:quoted} ist für verschieden lange Zeiträume angegeben. Geben Sie sie durchweg für Wochen, Monate oder Quartale an, oder nennen Sie sie anders.",
    ),
    "workspace_setting": (
        "The setting {setting:quoted} is not valid[[: {value:quoted}]].[[ Expected: {expected:or_list:expected}.]] Correct it in the settings.",
        "Die Einstellung {setting:quoted} ist nicht gültig[[: {value:quoted}]].[[ Erwartet: {expected:or_list:expected}.]] Korrigieren Sie sie in den Einstellungen.",
    ),
    "settings_broken": (
        "The settings in {file:quoted} cannot be read[[ ({reason})]]; nothing else is harmed. Correct the file in a text editor, or take it from a backup.",
        "Die Einstellungen in {file:quoted} lassen sich nicht lesen[[ ({reason})]]; sonst ist nichts beschädigt. Korrigieren Sie die Datei in einem Texteditor, oder nehmen Sie sie aus einer Sicherung.",
    ),
    "source_unknown": (
        "There is no source {source:quoted}.[[ There are {known:list}.]]",
        "Eine Quelle {source:quoted} gibt es nicht.[[ Es gibt {known:list}.]]",
    ),
    "import_stopped": (
        "The work was stopped. What was taken in stays; repeat the import to go on from there.",
        "Die Arbeit wurde angehalten. Was aufgenommen ist, bleibt; wiederholen Sie den Import, und es geht dort weiter.",
    ),
    "question_stopped": (
        "The question was stopped before it was answered. Ask it again when you want to.",
        "Die Frage wurde angehalten, bevor sie beantwortet war. Stellen Sie sie wieder, wann Sie mögen.",
    ),
    "index_missing": (
        "There is no journey index yet. Build it with `wegmarke build`, or in Settings → Sources.",
        "Es gibt noch keinen Journey-Index. Bauen Sie ihn mit `wegmarke build` oder unter Einstellungen → Quellen.",
    ),
    "index_broken": (
        "The journey index is damaged[[ ({file:quoted})]]. Build it anew with `wegmarke build`; nothing is lost, it is made from the record.",
        "Der Journey-Index ist beschädigt[[ ({file:quoted})]]. Bauen Sie ihn mit `wegmarke build` neu; es geht nichts verloren, er entsteht aus den aufgenommenen Daten.",
    ),
    "index_newer": (
        "The journey index was built by a newer Wegmarke[[ (version {found}; this one knows {known})]]. Update Wegmarke, or build the index anew with `wegmarke build --whole`.",
        "Der Journey-Index stammt von einem neueren Wegmarke[[ (Fassung {found}; dieses kennt {known})]]. Bringen Sie Wegmarke auf den neuen Stand, oder bauen Sie den Index mit `wegmarke build --whole` neu.",
    ),
    "index_replaced": (
        "The journey index was built anew while this question was being answered, and what it was asked of is gone. Ask it again.",
        "Der Journey-Index wurde neu gebaut, während diese Frage beantwortet wurde, und was sie befragte, gibt es nicht mehr. Stellen Sie sie noch einmal.",
    ),
    "record_broken": (
        "The record is damaged[[: {what:quoted}]]. Stop importing and restore the workspace from a backup.",
        "Die aufgenommenen Daten sind beschädigt[[: {what:quoted}]]. Importieren Sie nichts mehr, und stellen Sie den Arbeitsbereich aus einer Sicherung wieder her.",
    ),
    "disk_full": (
        "No space is left[[ for {folder:quoted}]][[ ({reason})]]; the last state is unharmed. Free some space and try again.",
        "Es ist kein Speicherplatz mehr frei[[ für {folder:quoted}]][[ ({reason})]]; der letzte Stand ist unversehrt. Schaffen Sie Platz, und versuchen Sie es noch einmal.",
    ),
    "path_unusable": (
        "{path:quoted} cannot be written or read[[ ({reason})]]; what was there before is unharmed. Check that the folder exists, that you may write there, and that the disk is not read-only.",
        "{path:quoted} lässt sich nicht schreiben oder lesen[[ ({reason})]]; was schon da war, ist unversehrt. Prüfen Sie, ob es den Ordner gibt, ob Sie dort schreiben dürfen und ob der Datenträger nicht schreibgeschützt ist.",
    ),
    "correction_nothing": (
        "In no row of this person does the column {column:quoted} read so. Nothing was corrected. Look at the dry run: it shows what the column says.",
        "In keiner Zeile dieser Person steht das in der Spalte {column:quoted}. Es wurde nichts berichtigt. Der Probelauf zeigt, was in der Spalte steht.",
    ),
    "correction_unfit": (
        "With this value the row could not be read any more[[: {value:quoted} in column {column:quoted}]]. Nothing was corrected. Write dates and numbers as the source does, and do not empty what names the customer or the time.",
        "Mit diesem Wert wäre die Zeile nicht mehr lesbar[[: {value:quoted} in Spalte {column:quoted}]]. Es wurde nichts berichtigt. Schreiben Sie Datum und Zahlen wie die Quelle, und leeren Sie nicht, was Kunden oder Zeit nennt.",
    ),
    "correction_row_id": (
        "The column {column:quoted} names the rows of its source for good and cannot be corrected here. Nothing was corrected. Correct it in the source, erase the person and import again.",
        "Die Spalte {column:quoted} benennt die Zeilen ihrer Quelle auf Dauer und lässt sich hier nicht berichtigen. Es wurde nichts berichtigt. Berichtigen Sie sie in der Quelle, löschen Sie die Person und importieren Sie neu.",
    ),
    "quarantine_unknown_row": (
        "Row {row} of file {file} is not in quarantine. Perhaps it has been replayed already.",
        "Zeile {row} von Datei {file} ist nicht in Quarantäne. Vielleicht wurde sie schon nachgeholt.",
    ),
    "too_many_codes": (
        "There are too many different names[[ ({what:word:field})]]; {limit:count} are possible. Usually a column with numbers or texts was taken for the touchpoint, channel or department: check the mapping.",
        "Es gibt zu viele verschiedene Namen[[ ({what:word:field})]]; möglich sind {limit:count}. Meist wurde eine Spalte mit Nummern oder Texten für Touchpoint, Kanal oder Abteilung gehalten: Prüfen Sie die Zuordnung.",
    ),
    "attribute_unknown": (
        "There is no customer attribute {attribute:quoted}.[[ There are: {known:list}.]] The mapping of a source says which columns are attributes.",
        "Ein Kundenmerkmal {attribute:quoted} gibt es nicht.[[ Es gibt: {known:list}.]] Die Zuordnung einer Quelle sagt, welche Spalten Merkmale sind.",
    ),
    "attribute_too_many": (
        "The customer attribute {attribute:quoted} has {words:count} different values; up to {limit:count} can be told apart. It is no group but a text or a number: take it out of the mapping, or map a column of fewer values.",
        "Das Kundenmerkmal {attribute:quoted} hat {words:count} verschiedene Werte; bis zu {limit:count} lassen sich unterscheiden. Es ist keine Gruppe, sondern Text oder Nummer: Nehmen Sie es aus der Zuordnung, oder ordnen Sie eine Spalte mit weniger Werten zu.",
    ),
    # practice company
    "key_unknown": (
        "There is no write key of number {number}.",
        "Es gibt keinen Schreibschlüssel mit der Nummer {number}.",
    ),
    "collector_missing": (
        "The collector of this workspace does not answer. Start it with `wegmarke serve` or `wegmarke collect`.",
        "Der Sammler dieses Arbeitsbereichs antwortet nicht. Starten Sie ihn mit `wegmarke serve` oder `wegmarke collect`.",
    ),
    "scenario_unknown": (
        "There is no scenario {scenario:quoted}[[; there are {known:list}]].",
        "Das Szenario {scenario:quoted} gibt es nicht[[; es gibt {known:list}]].",
    ),
    "simulation_size": (
        "{customers:count} customers cannot be simulated; it must be between {least:count} and {most:count}.",
        "{customers:count} Kunden lassen sich nicht simulieren; es müssen zwischen {least:count} und {most:count} sein.",
    ),
    "folder_not_empty": (
        "The folder {path:quoted} is not empty. Name a new one, so that nothing of yours is written over.",
        "Der Ordner {path:quoted} ist nicht leer. Nennen Sie einen neuen, damit nichts von Ihnen überschrieben wird.",
    ),
    # surroundings
    "cluster_unreachable": (
        "The cluster at {address:quoted} cannot be reached[[ ({reason})]]. Check that Spark Connect runs there, and the setting `runner` of the workspace.",
        "Der Cluster unter {address:quoted} ist nicht zu erreichen[[ ({reason})]]. Prüfen Sie, ob dort Spark Connect läuft, und die Einstellung `runner` des Arbeitsbereichs.",
    ),
    "cluster_differs": (
        "The workers of the cluster do not have what this machine has: {package:quoted} is {wanted} here[[ and {found} there]][[ (worker {host:quoted})]]. Install the same versions on all of them.",
        "Die Rechner des Clusters haben nicht, was dieser Rechner hat: {package:quoted} ist hier {wanted}[[ und dort {found}]][[ (Rechner {host:quoted})]]. Installieren Sie überall dieselben Fassungen.",
    ),
    "cluster_folder": (
        "A worker of the cluster does not see the folder {folder:quoted}[[, or cannot write there ({reason})]]. Put the workspace where all of them find it under the same path, or name a `storage` in its settings, which serves questions and builds.",
        "Ein Rechner des Clusters sieht den Ordner {folder:quoted} nicht[[ oder kann dort nicht schreiben ({reason})]]. Legen Sie den Arbeitsbereich dorthin, wo ihn alle unter demselben Pfad finden, oder nennen Sie in seinen Einstellungen einen Speicher (`storage`), über den gefragt und gebaut wird.",
    ),
    "cluster_failed": (
        "The cluster at {address:quoted} gave up[[: {reason}]]. There is no answer rather than a wrong one; ask again, and look at the logs of the cluster if it happens twice.",
        "Der Cluster unter {address:quoted} hat aufgegeben[[: {reason}]]. Es gibt lieber keine Antwort als eine falsche; fragen Sie noch einmal, und sehen Sie in die Protokolle des Clusters, wenn es zweimal geschieht.",
    ),
    "cluster_lost": (
        "The cluster did not return everything[[: {found} of {wanted}]]. There is no answer rather than a wrong one; ask again.",
        "Der Cluster hat nicht alles zurückgegeben[[: {found} von {wanted}]]. Es gibt lieber keine Antwort als eine falsche; fragen Sie noch einmal.",
    ),
    "runner_needs_files": (
        "A cluster can only be asked about a workspace; this log lies in the memory of one program. Import it into a workspace.",
        "Einen Cluster kann man nur zu einem Arbeitsbereich fragen; dieses Log liegt im Speicher eines Programms. Importieren Sie es in einen Arbeitsbereich.",
    ),
    "storage_unreachable": (
        "The storage {url:quoted} cannot be reached[[: {reason}]]. The index in the workspace is unharmed. Check the address, and the credentials in the environment; then build again.",
        "Der Speicher {url:quoted} ist nicht zu erreichen[[: {reason}]]. Der Index im Arbeitsbereich ist unversehrt. Prüfen Sie die Adresse und die Zugangsdaten in der Umgebung, und bauen Sie noch einmal.",
    ),
    "storage_behind": (
        "The storage {url:quoted} does not have the index as it is in the workspace[[ ({file:quoted} is missing)]]. Run `wegmarke build`, which sends what is missing.",
        "Der Speicher {url:quoted} hat den Index nicht so, wie er im Arbeitsbereich ist[[ (es fehlt {file:quoted})]]. Führen Sie `wegmarke build` aus; das schickt, was fehlt.",
    ),
    "package_missing": (
        "For this the package {package:quoted} is needed. Install it: `pip install {package}`.",
        "Dafür wird das Paket {package:quoted} gebraucht. Installieren Sie es: `pip install {package}`.",
    ),
    "pango_missing": (
        "To write PDF, WeasyPrint needs the libraries Pango and HarfBuzz, which this system does not have. On Debian and Ubuntu: `apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`. HTML and Excel need neither.",
        "Um PDF zu schreiben, braucht WeasyPrint die Bibliotheken Pango und HarfBuzz, die es auf diesem System nicht gibt. Unter Debian und Ubuntu: `apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`. HTML und Excel kommen ohne sie aus.",
    ),
    "report_form": (
        "A report cannot be written as {file:quoted}. The ending says how: {expected:or_list}.",
        "Ein Bericht lässt sich nicht als {file:quoted} schreiben. Die Endung sagt, wie: {expected:or_list}.",
    ),
    "address_in_use": (
        "Another program uses {host}:{port}. Choose another port with `--port`, or `--port 0` for any free one.",
        "Ein anderes Programm belegt {host}:{port}. Wählen Sie einen anderen Port mit `--port`, oder `--port 0` für einen freien.",
    ),
    "database_unreachable": (
        "The database {database:quoted}[[ on {host}]] cannot be reached[[ ({reason})]]. Check that it runs, and `database` in `desk/desk.toml`.",
        "Die Datenbank {database:quoted}[[ auf {host}]] ist nicht erreichbar[[ ({reason})]]. Prüfen Sie, ob sie läuft, und `database` in `desk/desk.toml`.",
    ),
}
