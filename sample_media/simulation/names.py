"""Names for fictional players, of the mixed origins a real league has. Any likeness is chance."""

from __future__ import annotations

FIRST_NAMES = tuple(
    """Aurel Tobias Malik Deon Jarek Lucien Mateus Oskar Teemu Bogdan Kofi Idris Emeka Desmond Tariq Rémy
    Anselm Viktor Joaquín Andrés Çağan Luka Domantė Nikos Stelios Andrija Zoran Milán Przemek Håkon Søren
    Björn Jérôme Gaël Bastien Ousmane Cheick Sékou Amadou Babacar Keita Isaiah Terrell Marquis Jalen Devonte
    Quentin Darnell Rashad Tyrell Corey Brandt Wesley Emmett Colby Hollis Grady Thaddeus Ezra Silas Kenji
    Haruto Minjun Wei Jiahao Arjun Rohan Tomás Íñigo Álvaro Thiago Caio Raúl Ignacio Facundo Nahuel Leandro
    Uroš Vuk Dražen Matej Aleš Kristaps Rihards Arvydas Mantas Ömer Emre Levan Zaza Goran Filip Elio Dario
    Femi Chidi""".split()  # noqa: SIM905
)

FAMILY_NAMES = tuple(
    """Abernathy Achterberg Adeyinka Agbaje Albrektsen Almqvist Amankwah Anagnos Arrieta Ashgrove Auclair
    Bahrami Balcerzak Bancroft Barragán Bastarrika Beauvoir Bellweather Beñat Bjarnason Blanchefort Boateng
    Bourgoin Brannigan Brightwater Bučar Calloway Camara-Dew Cardozo Castellane Čermák Chukwudi Cienfuegos
    Colquitt Corrigan Crane Cruickshank Dagestad Dąbrowa Delacourt Demirkan Derricott Diakhaté Dimakos Dobrev
    Doucouré Drummond Dufresnoy Eastlake Ebersole Echeverri Eklund Ellingham Emeruwa Erdoğdu Esperón Fairweather
    Falkenrath Farrow Ferreyra Fitzalan Fontenot Forsberg Gallowglass Garrity Gbadamosi Gebhardt Gladstane
    Goswick Grönholm Gutiérrez-Rey Haldane Halloran Hargreave Hatoyama Hawthorne Hedlund Hightower Holloway
    Horvathy Ibekwe Ikonen Iriarte Isaksen Jankauskas Jarvela Jedlička Jefferies Kalnins Karamanos Kasperczak
    Kavanaugh Kilbride Kingsolver Kouamé Kovačić Krstevski Kurosawa Lamoureux Lanphier Larrañaga Leclair
    Lindqvist Lockhart Łukasik Maddox Makepeace Mandrake Marchetti Mbaye-Roux McAllister McSorley Meriwether
    Mikkelsen Montalvo Mwangi Nakagawa Navarrete Ndoye Nettleship Nikolaishvili Nørgaard Oakhurst Obradov
    Odunsi Okonjo Olowokere Ostrander Özkaya Padgett Pallister Papakostas Pemberton Petkov Pinheiro Pomeroy
    Quarshie Quintanar Radcliffe Rasmus Ravenel Redfern Renquist Rochambeau Rutherglen Saldívar Samake Santangelo
    Šarkis Seaborn Sheffield Sithole Skarsgren Sörensen Stavros Stribling Sundqvist Szabados Tamberlin Tchoupo
    Thackeray Thibodaux Tolliver Traverse Uchenna Underhill Valdemarín Vasconcelos Venkataraman Vukčević
    Wainscott Wakefield Walcott Westergaard Whitlow Wojtyra Yamazawa Yarborough Zambrano Zielinsky""".split()  # noqa: SIM905
)

SUFFIXES = ("Jr.", "II", "III")

OFFICIALS = (
    ("Marlon", "Teasdale"),
    ("Gwen", "Okafor-Lind"),
    ("Piotr", "Halvorsen"),
    ("Renata", "Duquesne"),
    ("Curtis", "Amberley"),
    ("Yolanda", "Prestwick"),
)

COACHES = ("Brisbane", "Lafontaine", "Okoro", "Marchetti", "Vandermeer", "Sandoval", "Whitaker", "Ilić")
