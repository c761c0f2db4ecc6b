"""The words that made articles are written in: lists of our own, and made names without end."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from random import Random

NOUNS = """
    council bridge school hospital railway library market harbour station museum garden factory theatre
    orchard river reservoir stadium brewery quarry chapel lighthouse vineyard bakery airport prison dairy
    tunnel pier forest canal glacier volcano telescope satellite reactor turbine battery vaccine antibiotic
    kidney ligament enzyme molecule meteor comet asteroid crater fossil skeleton manuscript symphony opera
    sculpture mural novel poem documentary orchestra choir festival carnival tournament marathon regatta
    goalkeeper striker captain referee jockey cyclist rower swimmer gymnast archer senator mayor minister
    ambassador governor magistrate barrister juror witness burglar smuggler detective constable surgeon
    midwife dentist pharmacist chemist botanist geologist astronomer engineer architect plumber welder
    carpenter farmer shepherd fisherman beekeeper butcher brewer baker weaver printer editor reporter
    pension mortgage tariff subsidy budget dividend merger auction invoice bankruptcy shipment warehouse
    freighter ferry trawler lifeboat tram locomotive bicycle tractor helicopter glider parachute crane
    drought flood blizzard earthquake landslide hurricane heatwave frost harvest barley potato lettuce
    salmon herring oyster otter badger falcon heron hedgehog wolf elephant tortoise beetle mosquito
    statute treaty petition referendum election manifesto verdict appeal injunction licence permit patent
    scholarship syllabus lecture laboratory survey census archive catalogue newspaper broadcast podcast
""".split()
VERBS = """
    opened closed repaired rebuilt inspected approved rejected postponed cancelled announced praised
    criticised funded bought sold leased borrowed restored damaged flooded destroyed discovered measured
    photographed painted recorded rehearsed performed won lost defended defeated joined left visited
    searched rescued treated vaccinated examined questioned accused acquitted sentenced appointed dismissed
    elected nominated replaced renamed moved delayed extended shortened widened cleaned drained planted
    harvested exported imported delivered insured taxed investigated audited merged founded abandoned
    celebrated mourned described translated published banned permitted tested designed launched recalled
""".split()
ADJECTIVES = """
    new old wooden concrete derelict crowded quiet expensive cheap profitable bankrupt popular unpopular
    rare common endangered historic modern electric diesel solar nuclear municipal private public rural
    coastal northern southern eastern western narrow steep shallow deep frozen scorched polluted organic
    experimental temporary permanent annual weekly nightly voluntary compulsory illegal anonymous retired
    junior senior injured unbeaten young elderly foreign local regional national disputed unexpected
    cautious ambitious generous controversial celebrated forgotten remarkable modest enormous tiny
""".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_FIRST = """
    Ada Bram Clara Dorrit Edwin Freya Gwen Hugo Isolde Jonas Katrin Lionel Mabel Ned Orla Piers Quentin
    Rosalind Silas Thea Ursula Vera Wilfred Yann Zelda
""".split()
_ONSETS = """
    Al Bar Bel Brom Cal Carn Cor Dal Dun El Fal Fen Gar Gil Hal Har Hel Ing Kel Kin Lan Lor Mal Mar Mel
    Nor Ol Pel Pen Quel Rav Ros Sal Sel Stan Tal Tam Tol Ul Var Wel Win Yar Zel
""".split()
_MIDDLES = "a e i o an en er in on ar or al el ing ard est ith ov und ush am ey ock uff ent".split()
_ENDINGS = """
    by bury combe dale den don field ford gate ham holt hurst leigh ley low mere minster more mouth ness
    over port ridge sea sted stock stow thorpe ton vale wall ward water well wick wold worth
""".split()

COMMON = 5_000
"""Ranks among which the words of given texts are strewn in `wide_words`. A made passage of 100 words
holds the word of rank r with a chance of about 4 / r: of those words half stand in more than one
passage of 600, and few in more than one of 50, as the words of questions do in news."""

_SHUFFLE = 1
_CONTENT = re.compile(r"[a-z]{4,}")


@dataclass(frozen=True, slots=True)
class Words:
    """Lists to choose from by slot; earlier words are chosen more often."""

    lists: Mapping[str, Sequence[str]]
    """Slot → words. The slots: n(oun), v(erb in the past), a(djective), p(lace), s(omebody), d(ay),
    k (a number)."""


@cache
def plain_words() -> Words:
    """Return English words, with names of places and persons that are made up."""
    places = _made_names()
    persons = [f"{first} {last}" for first, last in zip(_FIRST * 20, places[500:1000], strict=True)]
    return _words(NOUNS, VERBS, ADJECTIVES, (places[:500], persons))


def wide_words(texts: Iterable[str]) -> Words:
    """Return as many different words as a large library has: made ones, and those of some texts.

    So a question about those texts finds words here that are as rare as in any large library.
    """
    known = sorted({word for text in texts for word in _CONTENT.findall(text.lower())} | {*NOUNS, *VERBS})
    names = _made_names()
    made = [name.lower() for name in names]
    chance = Random(_SHUFFLE)
    chance.shuffle(known)
    for at, word in zip(sorted(chance.sample(range(COMMON), min(len(known), COMMON))), known, strict=False):
        made.insert(at, word)
    persons = [f"{first} {last}" for first, last in zip(_FIRST * (len(names) // 25), names, strict=False)]
    return _words(made, made, made, (names, persons))


def _words(
    nouns: Sequence[str], verbs: Sequence[str], adjectives: Sequence[str], names: tuple[list[str], list[str]]
) -> Words:
    numbers = [str(number) for number in range(2, 10_000)]
    places, persons = names
    lists = {"n": nouns, "v": verbs, "a": adjectives, "p": places, "s": persons, "d": DAYS, "k": numbers}
    return Words(lists)


@cache
def _made_names() -> list[str]:
    """Return some 41,000 different names in an order that is always the same."""
    names = sorted({"".join(parts) for parts in product(_ONSETS, _MIDDLES, _ENDINGS)})
    Random(_SHUFFLE).shuffle(names)
    return names
