"""Last names as they are found in Germany: the frequent ones, parts of rarer ones, and the origins of the rest."""

from __future__ import annotations

from dataclasses import dataclass

FREQUENT = (
    "Müller, Schmidt, Schneider, Fischer, Weber, Meyer, Wagner, Becker, Schulz, Hoffmann, Schäfer, Koch, Bauer, "
    "Richter, Klein, Wolf, Schröder, Neumann, Schwarz, Zimmermann, Braun, Krüger, Hofmann, Hartmann, Lange, Schmitt, "
    "Werner, Krause, Meier, Lehmann, Schmid, Schulze, Maier, Köhler, Herrmann, König, Walter, Mayer, Huber, Kaiser, "
    "Fuchs, Peters, Lang, Scholz, Möller, Weiß, Jung, Hahn, Schubert, Vogel, Friedrich, Keller, Günther, Frank, "
    "Berger, Winkler, Roth, Beck, Lorenz, Baumann, Franke, Albrecht, Schuster, Simon, Ludwig, Böhm, Winter, Kraus, "
    "Martin, Schumacher, Krämer, Vogt, Stein, Jäger, Otto, Sommer, Groß, Seidel, Heinrich, Brandt, Haas, Schreiber, "
    "Graf, Schulte, Dietrich, Ziegler, Kuhn, Kühn, Pohl, Engel, Horn, Busch, Bergmann, Thomas, Voigt, Sauer, Arnold, "
    "Wolff, Pfeiffer, Beyer, Hansen, Petersen, Lindner, Ernst, Hübner, Kramer, Paul, Nickel, Kaufmann, Ritter, Barth, "
    "Schütz, Fiedler, Haase, Ott, Franz, Reuter, Bender, Janßen, Jansen, Stahl, Wenzel, Moser, Kunz, Kirchner, Ebert, "
    "Hermann, Marx, Fritz, Kern, Kurz, Thiel, Lutz, Böttcher, Maurer, Heller, Förster, Schilling, Kraft, Nowak, "
    "Schenk, Ullrich, Brand, Bach, Urban, Rudolph, Fink, Hein, Steiner, Schlüter, Freund, Mohr, Götz, Jahn, Bischoff, "
    "Reinhardt, Heinz, Kruse, Zander, Stark, Wirth, Heß, Blum, Rose, Behrens, Gebhardt, Heise, Witt, Adam, Wendt, "
    "Eckert, Bock, Seifert, Naumann, Wegner, Weise, Gerlach, Menzel, Hoppe, Breuer, Hagen, Thiele, Metzger, Herzog, "
    "Geiger, Kluge, Stephan, Hesse, Eder, Binder, Bayer, Nolte, Rieger, Lenz, Unger, Brenner, Gruber, Bachmann, Hinz, "
    "Altmann, Jost, Linke, Wiese, Berg, Kessler, Schramm, Opitz, Nagel, Decker, Rau, Block, Vetter, Reichert, "
    "Gärtner, Preuß, Noack, Kolb, Schade, Hauser, Strobel, Dreyer, Moritz, Siebert, Hamann, Baum, Thomsen, Bartels, "
    "Rausch, Hirsch, Ahrens, Erdmann, Röder, Krebs, Wilke, Ehlers, Falk, Jensen, Lohmann, Scheffler, Wulf, Diehl, "
    "Pape, Stock, Heim, Burger, Schaller, Kuhlmann, Petri, Bruns, Wagener, Gottschalk, Kaluza, Zeller, Riedel, "
    "Hentschel, Clausen, Harms, Feldmann, Buchholz, Reimann, Funk, Körner, Brinkmann, Kretschmer, Rath, Schwab, "
    "Specht, Ulrich, Steinbach, Kellner, Neubauer, Göbel, Hennig, Wieland, Sander, Pfaff, Voß, Schlegel, Hanke, "
    "Büttner, Rohde, Merkle, Link, Steffen, Bosse, Grimm, Kuhnert, Rademacher, Rösch, Trautmann, Wild"
)
"""German last names, the frequent ones first."""

BEGINNINGS = (
    "Stein, Linden, Eichen, Buchen, Berg, Ober, Nieder, Kirch, Brunn, Hagen, Birken, Wald, Neu, Alt, Mühl, Kalten, "
    "Roden, Hohen, Wiesen, Eschen, Grün, Schön, Langen, Breiten, Sand, Moos, Hasel, Dorn, Ellen, Grub, Lauter, "
    "Rauschen, Falken, Hirsch, Finken, Otten, Wester, Oster, Sonder, Kreuz"
)
"""What rarer German last names begin with."""

ENDINGS = "bach, berg, feld, hauer, hof, hofer, meier, müller, bauer, huber, berger, becker, heim, kamp, höfer, reuter"
"""What they end with: forty beginnings and sixteen endings make some six hundred names."""

REGIONAL = (
    "Achterberg, Ackermann, Adler, Amann, Anders, Angermann, Bahr, Balzer, Bäumer, Beckmann, Beer, Bergholz, "
    "Bernhardt, Bertram, Beutel, Birkner, Bohlen, Bormann, Brockmann, Büchner, Burkhardt, Cordes, Dahlke, Dannenberg, "
    "Deppe, Dittmar, Dörr, Drechsler, Ebeling, Eggers, Eichhorn, Eilers, Ewald, Faber, Fahrenholz, Fleischer, Focke, "
    "Freitag, Frenzel, Gerber, Gerdes, Gläser, Glaser, Gräber, Grothe, Haack, Habermann, Hacker, Hahne, Heidrich, "
    "Heilmann, Helbig, Henkel, Henning, Herbst, Hildebrandt, Hiller, Höhne, Holz, Hölzel, Hornung, Ihde, Jacobs, "
    "Jaeger, Janke, Junker, Kaden, Karsten, Kästner, Kaufhold, Kiefer, Kirsch, Klaus, Klee, Klinger, Knapp, Knoll, "
    "Kohl, Köster, Kratz, Kreutzer, Kröger, Kröll, Lamprecht, Landgraf, Lauer, Leitner, Liebig, Löffler, Lübbers, "
    "Lüders, Maaß, Mahler, Mangold, Mattern, Meinhardt, Merten, Mertens, Michel, Mielke, Morgenroth, Mühlbauer, "
    "Münch, Neuhaus, Niemann, Obermaier, Oswald, Paulsen, Peschel, Philipp, Pieper, Plath, Popp, Prinz, Quast, Rabe, "
    "Rehm, Reiter, Renner, Richert, Riemann, Rommel, Rost, Ruf, Runge, Sachs, Saßmann, Schaaf, Scherer, Schiller, "
    "Schindler, Schirmer, Schlosser, Schreiner, Schuhmann, Schwarzer, Seeger, Seiler, Senft, Sievers, Sperling, "
    "Stadler, Staudinger, Steinmetz, Stiller, Stoll, Strauß, Struck, Süß, Tietz, Timm, Töpfer, Tröger, Uhlig, Veit, "
    "Vollmer, Wachter, Wahl, Walther, Weigel, Weinert, Wessel, Wichmann, Wilhelm, Wittig, Wolters, Wüst, Zahn, Zapf, "
    "Zeidler, Zink, Zorn"
)
"""German last names of middling frequency."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a family came from: how many of a thousand people bear such a last name, and with which first names.

    `german_first_per_mille` of them have a German first name nevertheless. `last_of_women` stands where women's names
    have a form of their own.
    """

    key: str
    per_mille: int
    german_first_per_mille: int
    last: str
    women: str
    men: str
    last_of_women: str = ""


ORIGINS = (
    Origin(
        "turkish",
        52,
        60,
        "Yilmaz, Kaya, Yildiz, Demir, Öztürk, Aydin, Celik, Sahin, Yildirim, Arslan, Özdemir, Dogan, Polat, Kilic, "
        "Aslan, Koc, Kurt, Cetin, Kara, Özcan, Simsek, Aksoy, Erdogan, Korkmaz, Tekin, Güler, Bulut, Keskin, Ünal, "
        "Aktas, Yavuz, Can, Günes, Acar, Karaca, Sen, Turan, Duman, Özkan, Uzun",
        "Fatma, Ayse, Emine, Elif, Zeynep, Hatice, Meryem, Esra, Merve, Hülya, Sevgi, Aylin, Yasemin, Derya, Özlem, "
        "Melek, Selin, Büsra, Songül, Ebru, Gülsen, Nurcan, Tülay, Sibel, Filiz, Canan",
        "Mehmet, Mustafa, Ali, Ahmet, Murat, Hasan, Emre, Hüseyin, Ibrahim, Can, Kemal, Osman, Serkan, Yusuf, Deniz, "
        "Kaan, Orhan, Volkan, Burak, Cem, Ömer, Erkan, Tolga, Ilhan, Selim, Ufuk",
    ),
    Origin(
        "polish",
        50,
        450,
        "Nowak, Kowalski, Kaminski, Wisniewski, Lewandowski, Wojcik, Zielinski, Szymanski, Kozlowski, Jankowski, "
        "Mazur, Krawczyk, Piotrowski, Grabowski, Pawlak, Michalski, Kaczmarek, Dudek, Wieczorek, Sikora, Walczak, "
        "Baran, Duda, Szewczyk, Pietrzak, Wrobel, Jablonski, Majewski, Olszewski, Adamczyk, Sobczak, Schimanski, "
        "Kubiak, Gorski",
        "Agnieszka, Katarzyna, Malgorzata, Magdalena, Joanna, Beata, Ewa, Dorota, Aleksandra, Karolina, Natalia, "
        "Monika, Justyna, Iwona, Bozena, Anna, Kinga, Renata",
        "Piotr, Krzysztof, Andrzej, Tomasz, Pawel, Marcin, Michal, Marek, Jan, Grzegorz, Adam, Dariusz, Mariusz, "
        "Jakub, Lukasz, Mateusz, Jacek, Zbigniew",
    ),
    Origin(
        "russian",
        38,
        420,
        "Petrow, Iwanow, Smirnow, Popow, Wolkow, Sokolow, Kusnezow, Morosow, Pawlow, Schewtschenko, Kowalenko, "
        "Bondarenko, Melnik, Kravchenko, Romanow, Fedorow, Nikitin, Belov, Orlow, Titow, Makarow, Gromow",
        "Olga, Natalia, Elena, Irina, Tatjana, Svetlana, Ekaterina, Anastasia, Ludmila, Marina, Galina, Oksana, "
        "Julia, Valentina, Swetlana, Larissa, Alina, Viktoria",
        "Alexander, Sergej, Andrej, Dmitrij, Wladimir, Viktor, Igor, Oleg, Alexej, Eugen, Waldemar, Nikolai, Juri, "
        "Roman, Maxim, Anatoli, Artur, Vitali",
        "Petrowa, Iwanowa, Smirnowa, Popowa, Wolkowa, Sokolowa, Kusnezowa, Morosowa, Pawlowa, Schewtschenko, "
        "Kowalenko, Bondarenko, Melnik, Kravchenko, Romanowa, Fedorowa, Nikitina, Belova, Orlowa, Titowa, Makarowa, "
        "Gromowa",
    ),
    Origin(
        "south_slavic",
        24,
        200,
        "Jovanovic, Petrovic, Nikolic, Markovic, Kovacevic, Horvat, Novak, Babic, Maric, Juric, Kovac, Pavlovic, "
        "Stojanovic, Djordjevic, Ilic, Hodzic, Begovic, Krasniqi, Berisha, Gashi, Hoxha, Shala, Bajrami, Dimitrov, "
        "Ivanova",
        "Ivana, Jelena, Marija, Ana, Vesna, Snezana, Mirjana, Jasmina, Dragana, Arta, Vjosa, Marina, Sanja, Lejla, "
        "Amra",
        "Dragan, Zoran, Goran, Marko, Ivan, Nikola, Milan, Dejan, Besim, Arben, Adnan, Emir, Luka, Stefan, Vedran, "
        "Petar",
    ),
    Origin(
        "italian",
        18,
        280,
        "Rossi, Russo, Ferrari, Esposito, Bianchi, Romano, Ricci, Marino, Greco, Bruno, Gallo, Conti, De Luca, Costa, "
        "Giordano, Rizzo, Lombardi, Moretti, Caruso, Ferrara, Messina, Vitale, Amato, Schillaci, D'Angelo, Di Stefano",
        "Maria, Giulia, Francesca, Laura, Chiara, Silvia, Alessia, Rosa, Angela, Daniela, Lucia, Patrizia, Carmela, "
        "Sara",
        "Giuseppe, Antonio, Salvatore, Marco, Francesco, Luca, Giovanni, Alessandro, Domenico, Angelo, Fabio, "
        "Roberto, Matteo, Claudio, Vito, Dario",
    ),
    Origin(
        "arabic",
        22,
        40,
        "Ahmad, Hassan, Ali, Mohammad, Khalil, Ibrahim, Al-Hamad, Haddad, Nasser, Mansour, Saleh, El-Khatib, Darwish, "
        "Hamdan, Omar, Yousef, Abbas, Al-Najjar, Benali, El Amrani, Bouzid, Rahmani, Karimi, Hosseini, Ahmadi, "
        "Sultani",
        "Fatima, Amina, Leila, Nour, Mariam, Rania, Samira, Hala, Yasmin, Zahra, Aisha, Dalia, Salma, Farah, Lina, "
        "Maryam",
        "Mohammed, Ahmed, Omar, Youssef, Khaled, Hassan, Karim, Tarek, Ali, Bilal, Samir, Mahmoud, Rami, Hamza, Reza, "
        "Amir, Nabil, Ziad",
    ),
    Origin(
        "vietnamese",
        6,
        380,
        "Nguyen, Tran, Le, Pham, Hoang, Vu, Vo, Dang, Bui, Do, Ngo, Duong",
        "Thi Hoa, Linh, Mai, Thanh, Lan, Huong, Trang, Thuy, Ngoc, Phuong, My, Thao",
        "Minh, Tuan, Duc, Hung, Long, Nam, Quang, Anh, Thanh, Viet, Huy, Khoa",
    ),
    Origin(
        "greek",
        8,
        220,
        "Papadopoulos, Georgiou, Dimitriou, Ioannidis, Nikolaidis, Konstantinidis, Vasiliadis, Christodoulou, "
        "Karagiannis, Pappas, Angelidis, Makris",
        "Eleni, Maria, Katerina, Sofia, Georgia, Vasiliki, Despina, Ioanna, Anastasia, Christina",
        "Georgios, Dimitrios, Konstantinos, Ioannis, Nikolaos, Christos, Panagiotis, Vasilios, Alexandros, Stavros",
        "Papadopoulou, Georgiou, Dimitriou, Ioannidou, Nikolaidou, Konstantinidou, Vasiliadou, Christodoulou, "
        "Karagianni, Pappa, Angelidou, Makri",
    ),
    Origin(
        "iberian",
        12,
        200,
        "García, Fernández, González, Rodríguez, López, Martínez, Sánchez, Pérez, Gómez, Ruiz, Silva, Santos, "
        "Ferreira, Pereira, Oliveira, Costa, Rodrigues, Almeida, Carvalho, Moreno",
        "María, Carmen, Ana, Isabel, Lucía, Marta, Paula, Inês, Sofia, Teresa, Beatriz, Catarina, Elena, Laura",
        "José, Antonio, Manuel, Francisco, Carlos, Miguel, Javier, Luis, João, Pedro, Rui, Paulo, Diego, Fernando",
    ),
    Origin(
        "romanian",
        13,
        180,
        "Popescu, Ionescu, Popa, Dumitru, Stan, Stoica, Gheorghe, Rusu, Munteanu, Marin, Constantin, Matei, Ciobanu, "
        "Lazar",
        "Elena, Ioana, Andreea, Maria, Alexandra, Mihaela, Gabriela, Cristina, Simona, Raluca, Adriana, Monica",
        "Andrei, Alexandru, Ion, Mihai, Cristian, Adrian, Gheorghe, Florin, Marian, Vasile, Ionut, Bogdan, Radu",
    ),
)
"""Families that came to Germany in the last three generations, written the way German registers write them."""
