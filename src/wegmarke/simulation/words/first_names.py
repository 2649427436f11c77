"""First names by decade of birth, the frequent ones first, as they are found in Germany."""

from __future__ import annotations

WOMEN = {
    1940: (
        "Ursula, Karin, Helga, Ingrid, Renate, Christa, Gisela, Monika, Elke, Brigitte, Bärbel, Erika, Heidi, "
        "Hannelore, Inge, Waltraud, Edith, Rosemarie, Barbara, Jutta, Gudrun, Sigrid, Margrit, Irmgard, Edeltraud, "
        "Ilse, Elisabeth, Marianne, Maria, Anneliese, Heidemarie, Doris, Christel, Antje, Hildegard, Roswitha, Ute, "
        "Heike, Angelika, Gerda"
    ),
    1950: (
        "Brigitte, Renate, Angelika, Monika, Karin, Ursula, Gabriele, Barbara, Christine, Marion, Petra, Jutta, "
        "Regina, Sabine, Elke, Ingrid, Elisabeth, Gisela, Christa, Doris, Eva, Maria, Ute, Gudrun, Margit, Beate, "
        "Ulrike, Marlies, Roswitha, Cornelia, Rita, Anita, Sigrid, Dagmar, Helga, Irene, Annette, Heidi, Silvia, "
        "Bärbel"
    ),
    1960: (
        "Sabine, Susanne, Petra, Birgit, Gabriele, Andrea, Martina, Ute, Heike, Angelika, Claudia, Barbara, Karin, "
        "Monika, Ulrike, Anja, Kerstin, Bettina, Silke, Marion, Christine, Cornelia, Elke, Beate, Sylvia, Anke, Ines, "
        "Regina, Jutta, Katrin, Silvia, Doris, Annette, Manuela, Dagmar, Simone, Stefanie, Iris, Carola, Elisabeth"
    ),
    1970: (
        "Nicole, Claudia, Sandra, Stefanie, Andrea, Tanja, Anja, Katrin, Susanne, Petra, Sabine, Melanie, Daniela, "
        "Silke, Simone, Kerstin, Sonja, Alexandra, Christine, Yvonne, Katja, Nadine, Heike, Martina, Bianca, Britta, "
        "Birgit, Sylvia, Diana, Anke, Michaela, Manuela, Kathrin, Christina, Julia, Kirsten, Antje, Ines, Doreen, "
        "Miriam"
    ),
    1980: (
        "Stefanie, Julia, Christina, Sandra, Nadine, Anna, Katharina, Melanie, Sabrina, Nicole, Kathrin, Anja, "
        "Daniela, Jennifer, Sarah, Jessica, Janine, Lisa, Franziska, Anne, Maria, Tanja, Yvonne, Kristina, Sonja, "
        "Mandy, Katja, Vanessa, Carolin, Susanne, Eva, Susann, Verena, Maike, Miriam, Claudia, Theresa, Nina, Bianca, "
        "Judith"
    ),
    1990: (
        "Julia, Lisa, Anna, Sarah, Laura, Katharina, Lena, Jessica, Jennifer, Franziska, Vanessa, Maria, Sabrina, "
        "Jana, Michelle, Christina, Carolin, Hannah, Johanna, Melanie, Theresa, Annika, Nina, Alina, Marie, Sophia, "
        "Nadine, Svenja, Lea, Elena, Isabell, Miriam, Saskia, Pia, Luisa, Ronja, Eva, Kim, Larissa, Antonia"
    ),
    2000: (
        "Lea, Anna, Sarah, Laura, Hannah, Lena, Michelle, Julia, Lisa, Leonie, Marie, Sophie, Vanessa, Jana, Johanna, "
        "Emily, Emma, Alina, Nele, Antonia, Luisa, Charlotte, Lara, Paula, Celina, Maja, Pia, Clara, Jule, Amelie, "
        "Lilly, Franziska, Mia, Annika, Elisa, Nina, Carla, Frieda, Katharina, Theresa"
    ),
}
"""German first names of women born in the ten years from the year given."""

MEN = {
    1940: (
        "Peter, Klaus, Hans, Jürgen, Dieter, Günter, Horst, Manfred, Uwe, Wolfgang, Heinz, Werner, Gerhard, Helmut, "
        "Rolf, Karl, Bernd, Siegfried, Rainer, Joachim, Gerd, Walter, Kurt, Herbert, Willi, Hartmut, Rudolf, Volker, "
        "Eckhard, Hans-Jürgen, Friedrich, Harald, Heinrich, Ernst, Josef, Karl-Heinz, Ulrich, Erwin, Hermann, Egon"
    ),
    1950: (
        "Peter, Wolfgang, Michael, Klaus, Jürgen, Bernd, Hans, Rainer, Manfred, Reinhard, Uwe, Dieter, Thomas, "
        "Werner, Ulrich, Norbert, Gerhard, Joachim, Karl-Heinz, Hans-Joachim, Günter, Helmut, Wilfried, Hartmut, "
        "Harald, Georg, Volker, Detlef, Andreas, Rolf, Lothar, Roland, Christian, Franz, Hubert, Eckhard, Gerd, "
        "Josef, Alfred, Rüdiger"
    ),
    1960: (
        "Thomas, Michael, Andreas, Frank, Uwe, Stefan, Ralf, Bernd, Jürgen, Peter, Jörg, Torsten, Klaus, Martin, "
        "Matthias, Dirk, Wolfgang, Holger, Olaf, Markus, Christian, Detlef, Volker, Jens, Norbert, Ulrich, Axel, "
        "Heiko, Rainer, Carsten, Karsten, Steffen, Harald, Alexander, Roland, Udo, Rüdiger, Dieter, Hans, Guido"
    ),
    1970: (
        "Thomas, Stefan, Michael, Andreas, Frank, Markus, Christian, Matthias, Alexander, Jörg, Sven, Torsten, Marco, "
        "Dirk, Oliver, Jens, Martin, Carsten, Ralf, Lars, Daniel, Thorsten, Heiko, Mario, Holger, René, Kai, Sascha, "
        "Marc, Mike, Jan, Ingo, Björn, Tobias, Peter, Ronny, Steffen, Robert, Bernd, Nils"
    ),
    1980: (
        "Christian, Daniel, Sebastian, Stefan, Michael, Alexander, Tobias, Thomas, Andreas, Dennis, Florian, "
        "Matthias, Jan, Markus, Benjamin, Patrick, Philipp, Martin, Marcel, David, Sascha, Marco, Simon, Johannes, "
        "Felix, Steffen, Kevin, Björn, Robert, André, Dominik, Fabian, Jens, Oliver, Tim, Lars, Nils, Christoph, "
        "Timo, Sven"
    ),
    1990: (
        "Philipp, Daniel, Kevin, Jan, Florian, Alexander, Lukas, Tobias, Tim, Marcel, Patrick, Christian, Dennis, "
        "Maximilian, Sebastian, Felix, Fabian, Dominik, Niklas, Jonas, David, Julian, Simon, Moritz, Marvin, Robin, "
        "Johannes, Benjamin, Max, Jannik, Nico, Paul, Lars, Nils, Sven, Jakob, Christoph, Pascal, Timo, Matthias"
    ),
    2000: (
        "Lukas, Jan, Tim, Finn, Leon, Niklas, Jonas, Luca, Paul, Felix, Max, Maximilian, Philipp, Julian, Moritz, "
        "Tom, Fabian, Nico, Alexander, Simon, Jannik, Florian, Elias, Noah, David, Ben, Jakob, Linus, Till, Marvin, "
        "Anton, Erik, Johannes, Ole, Justin, Lennart, Robin, Jonathan, Henri, Vincent"
    ),
}
"""German first names of men born in the ten years from the year given."""
