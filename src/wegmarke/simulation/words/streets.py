"""Names of streets as they stand in almost every German town, the frequent ones first."""

from __future__ import annotations

STREETS = tuple(
    name.strip()
    for line in (
        "Hauptstraße, Schulstraße, Bahnhofstraße, Gartenstraße, Dorfstraße, Bergstraße, Birkenweg, Lindenstraße",
        "Kirchstraße, Waldstraße, Ringstraße, Schillerstraße, Amselweg, Goethestraße, Wiesenweg, Jahnstraße",
        "Feldstraße, Ahornweg, Buchenweg, Finkenweg, Rosenstraße, Blumenstraße, Mühlenweg, Eichenweg, Mozartstraße",
        "Friedhofstraße, Beethovenstraße, Tannenweg, Lerchenweg, Drosselweg, Poststraße, Erlenweg, Kirchweg",
        "Industriestraße, Mühlstraße, Kastanienweg, Parkstraße, Burgstraße, Marktplatz, Fliederweg, Lessingstraße",
        "Meisenweg, Eschenweg, Mittelstraße, Uhlandstraße, Am Bahnhof, Fichtenweg, Rosenweg, Kiefernweg, Neue Straße",
        "Mühlenstraße, Talstraße, Querstraße, Sonnenstraße, Weststraße, Südstraße, Nordstraße, Oststraße",
        "Friedrichstraße, Wilhelmstraße, Bismarckstraße, Schubertstraße, Heinrich-Heine-Straße",
        "Fritz-Reuter-Straße, Kolpingstraße, Raiffeisenstraße, Albert-Schweitzer-Straße, Robert-Koch-Straße",
        "Daimlerstraße, Siemensstraße, Röntgenstraße, Humboldtstraße, Körnerstraße, Kantstraße, Hölderlinstraße",
        "Mörikestraße, Eichendorffstraße, Stifterstraße, Richard-Wagner-Straße, Brahmsstraße, Haydnstraße, Bachstraße",
        "Am Sportplatz, Am Mühlbach, Am Anger, Am Stadtpark, Am Kirchberg, Am Wald, Am Weinberg, Am Hang, Am Ring",
        "An der Kirche, An der Mühle, Auf der Höhe, Auf dem Kamp, Im Winkel, Im Grund, Im Wiesengrund, Im Brühl",
        "In der Au, Zum Sportplatz, Zur Alten Mühle, Unter den Linden, Hinter den Gärten, Vor dem Tor, Am Alten Markt",
        "Obere Gasse, Untere Gasse, Hintergasse, Kirchgasse, Brunnengasse, Schmiedgasse, Marktstraße, Brunnenstraße",
        "Schlossstraße, Schützenstraße, Turmstraße, Hochstraße, Brückenstraße, Uferstraße, Hafenstraße, Rheinstraße",
        "Weserstraße, Elbestraße, Donaustraße, Neckarstraße, Mainstraße, Königsberger Straße, Breslauer Straße",
        "Danziger Straße, Stettiner Straße, Sudetenstraße, Berliner Straße, Hamburger Straße, Leipziger Straße",
        "Dresdner Straße, Münchener Straße, Kölner Straße, Frankfurter Straße, Bremer Straße, Hannoversche Straße",
        "Lange Straße, Breite Straße, Steinweg, Grüner Weg, Heideweg, Sandweg, Moorweg, Höhenweg, Panoramaweg",
        "Sperlingsweg, Schwalbenweg, Starenweg, Nelkenweg, Tulpenweg, Dahlienweg, Holunderweg, Ulmenweg, Weidenweg",
        "Lärchenweg, Haselweg, Schlehenweg, Ginsterweg, Wacholderweg, Akazienweg, Platanenallee, Lindenallee",
        "Kaiserstraße, Königstraße, Luisenstraße, Sophienstraße, Karlstraße, Ludwigstraße, Georgstraße, Johannesstraße",
        "Theodor-Heuss-Straße, Konrad-Adenauer-Straße, Willy-Brandt-Straße, Gutenbergstraße",
        "Geschwister-Scholl-Straße, Anne-Frank-Straße, Clara-Schumann-Weg, Keplerstraße, Ottostraße",
    )
    for name in line.split(",")
)
