"""Invented names of people, some of them outside ASCII."""

import unicodedata

_FIRST_NAMES = """
Abiola Agnieszka Ahmed Ailsa Alan Albert Alejandra Aled Alex Amandeep Ana Angharad Anton Ashley
Astrid Aurélie Bashir Bea Benedict Bronwen Bruno Caitlin Cara Carlos Ceri Chidi Christine Clara
Colin Cristina Damilola Darius Delyth Denise Dimitra Dominic Donna Ebony Efua Elena Ellis Elżbieta
Erin Esther Eva Faye Femi Florence Francesco Gemma Georgia Gita Glyn Greta Gurpreet Hamza Heather
Henrik Hilary Holly Huda Hywel Ian Idris Ilse Imogen Inés Irena Isobel Ivan Jacqueline Jan Jared
Jay Jérôme Jodie Jorge Judith Jürgen Kai Karen Karim Keira Kelechi Kenji Khadija Kwame Lara Lars
Lauren Léa Leo Linh Llŷr Lola Louise Luca Lydia Magdalena Mair Manon Marek Marta Matilda Maya
Mehmet Meera Miriam Myfanwy Nadine Nasreen Ned Nia Nina Noor Olga Oona Otis Paul Pawel Petra Philip
Poppy Pradeep Quentin Ráhel Raj Ravi Renée Rhys Robin Romy Rory Roza Sabina Sacha Sanjay Selma
Shanice Sinead Stefan Sunita Tara Temitope Tilda Tom Tracy Umar Una Usha Vera Vikram Wanda Wei
Winston Xavier Yara Yvonne Zainab Zara Zofia
"""

_LAST_NAMES = """
Abbott Acheampong Adebayo Agarwal Alderson Alvarez Amoah Aniston Appleby Arslan Asante Aspinall
Baczyński Bailey Banerjee Barlow Bassett Battersby Becker Bello Bentham Berisha Bevan Bickerstaff
Blythe Bolton Borg Bosworth Bramhall Brierley Brody Bustamante Byrne Calvert Campion Carvalho
Casserly Chandra Chapman Cheng Chopra Church Claydon Cobb Conteh Corrigan Crabtree Crowther
Cullinane Cusack Dacre Danso Darby De-Souza Dempster Diallo Dobson Donnelly Duarte Durrani Dyson
Eccles Edet Elphick Emery Esposito Etherington Evans Eze Fairhurst Farrell Ferreira Finch
Fitzgibbon Flett Forsyth Freeman Frost Gamble Gascoigne Gill Glendinning Gomes Gough Greenhalgh
Grimshaw Grzelak Hadfield Haddad Hale Hamer Haq Hassall Hayward Heaton Hegedűs Hoang Holroyd
Horváth Howells Hughes Huxtable Igwe Illingworth Iyer Jagger Jahangir Janssen Jarvis Jowett Kaur
Kavanagh Kearney Keating Kelsall Kessler Kipling Kumar Kurt Laing Lambert Leigh Lewandowski Liddell
Lindqvist Linton Lockwood Lund MacIntyre Maguire Mallinson Mason Mazur Mbeki Mellor Merriman Mills
Moffat Moreno Mukherjee Murphy Nair Navarro Neale Németh Newbold Nkosi Norbury Nyström O'Hara
Ogden Okoro Oldroyd Oyelaran Paget Pakenham Parvin Pearce Pereira Pham Pilkington Poole Potter
Přibyl Purcell Qureshi Raman Rao Raven Redfern Ridley Rivera Robson Rodríguez Roper Rusu Saleh
Salter Sarpong Saxton Shaw Shepherd Simić Sinclair Sørensen Spence Stafford Stirling Swift Sykes
Tanner Thakur Thorne Tindall Townsend Turay Turnbull Usman Vance Vaughan Vella Vickers Wain Walsh
Wardle Wells Westwood Wielgosz Wilde Wong Woodruff Wozniak Wren Yildiz Young Zając Zhou
"""

FIRST_NAMES = tuple(_FIRST_NAMES.split())
LAST_NAMES = tuple(_LAST_NAMES.split())

_LETTERS_WITHOUT_ACCENT = str.maketrans("łøşđıð", "losdid")


def plain_letters(name: str) -> str:
    """Return a name as it may stand in an address: ASCII letters only, in lower case."""
    decomposed = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS_WITHOUT_ACCENT))
    return "".join(letter for letter in decomposed if "a" <= letter <= "z")
