"""Invented names of people, some of them outside ASCII, as real registers have them."""

import unicodedata
from random import Random

_FIRST_NAMES = """
    Abigail Adaeze Adam Aisha Alasdair Alice Alžběta Amara Amelia Amir Anaïs Andrew Aneta Anwen
    Aoife Arjun Ayşe Beatriz Ben Bethan Björn Callum Camille Carys Catherine Charlotte Chiamaka
    Chloë Connor Daniel David Deepa Diego Dylan Edith Eilidh Eleanor Elif Emily Emma Ewan Farah
    Fatima Felix Fiona Frances Freya Gareth George Grace Gwenllian Håkon Hannah Harriet Harry
    Hassan Helen Hugo Ifeoma Imran Ingrid Iris Isaac Isla Jack Jakub Jamal James Jasmine Jing
    Joanna Jonah José Joshua Julia Kateryna Katie Kofi Laura Leah Leila Liam Lidia Lily Lowri
    Lucy Łukasz Maeve Małgorzata Marcus Maria Martha Mateusz Megan Mei Michael Mohammed Molly
    Nadia Naomi Natalie Ngọc Niamh Nikhil Noah Nora Oisín Oliver Olivia Oluwaseun Omar Oscar
    Owen Patrick Peter Phoebe Priya Rachel Rahul Raphaël Rebecca Rhiannon Rosa Rowan Ruth Ryan
    Samira Samuel Sarah Saskia Seán Shreya Siân Simon Siobhán Sofia Sorcha Søren Stella Sunil
    Tariq Tess Theo Thomas Tobias Tomasz Valentina Victoria William Xiulan Yasmin Yusuf Zahra
    Željka Zoë
"""

_LAST_NAMES = """
    Abara Achterfeld Adeyemi Ainscough Akhtar Amberley Andrade Anand Ashdown Atkinson Bako
    Balogun Barraclough Beaumont Begum Benyon Bhatt Birkett Blackwood Bose Bradshaw Brânză
    Brennan Broadbent Burnham Çelik Chadwick Chaudhry Cheung Clegg Cole Coombes Crawshaw
    D'Souza Dąbrowski Dalgleish Das Davies Delacroix Dhillon Dlamini Doherty Drummond Dubois
    Eastwood Edgerton Ekwueme Ellwood Eriksson Fairclough Farooq Fernández Fletcher Foxcroft
    Friðriksson Gallagher Garside Ghosh Goddard Grygiel Gunnarsson Gupta Halloran Hargreaves
    Hartley Hathaway Haworth Hegarty Hernández Hirst Hollingsworth Hussain Ibrahim Iqbal
    Jablonski Jankowska Jenkins Jessop Joshi Kamara Kapoor Kaya Kendrick Khan Kirkbride Kovač
    Kowalczyk Lam Langley Larsen Lawal Leclerc Lightfoot Llewellyn Lomax Luxton Mabbutt Mahmood
    Malik Marchetti Marsden McAllister McKenna Mensah Mistry Moreau Morgan Müller Murgatroyd
    Nakamura Ndiaye Newsome Nguyễn Nowak Nuttall Ó'Briain O'Donnell Oakley Okafor Okonkwo
    Ormerod Osei Owusu Palmer Parekh Patel Peacock Penhaligon Petrov Pickersgill Popescu
    Prendergast Pritchard Quayle Quigley Radcliffe Rahman Ramsbottom Reid Rigby Rossi Rowntree
    Şahin Sandhu Santos Schofield Sedgwick Shackleton Sharma Siddiqui Silva Singh-Hart Skelton
    Smit Sokołowska Stanworth Strand Suleiman Sutcliffe Szabó Tagg Tan Tattersall Thistlewood
    Thornber Tran Underhill Uzun Varga Verma Wadsworth Walmsley Wang Weatherill Whitaker Whittle
    Winstanley Wolstenholme Wrigley Yamada Yates Yeboah Żak Zhang
"""

FIRST_NAMES = tuple(_FIRST_NAMES.split())
LAST_NAMES = tuple(_LAST_NAMES.split())

_LETTERS_WITHOUT_ACCENT = str.maketrans("łøşđıð", "losdid")


def full_name(rng: Random) -> tuple[str, str]:
    """Return a first and a last name."""
    first_name = rng.choice(FIRST_NAMES)
    if rng.random() < 0.06:
        first_name = f"{first_name} {rng.choice(FIRST_NAMES)}"
    last_name = rng.choice(LAST_NAMES)
    if rng.random() < 0.04:
        last_name = f"{last_name}-{rng.choice(LAST_NAMES)}"
    return first_name, last_name


def mailbox(first_name: str, last_name: str) -> str:
    """Return the part before the @ that a school would make of a name."""
    parts = (_plain(first_name.split(maxsplit=1)[0]), _plain(last_name))
    return ".".join(part for part in parts if part) or "teacher"


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.lower().translate(_LETTERS_WITHOUT_ACCENT))
    return "".join(c for c in decomposed if c.isascii() and (c.isalnum() or c == "-"))
