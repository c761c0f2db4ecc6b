"""Text → terms: the words that carry meaning, as they are compared."""

import re
from functools import lru_cache

from index.analysis import smoothed
from index.word_terms import analyse

STOP_WORDS = frozenset(
    "a about above after again all also am an and any are aren't as at be because been before being"
    " below between both but by can can't cannot could couldn't did didn't do does doesn't doing don't"
    " down during each few for from further had hadn't has hasn't have haven't having he her here hers"
    " herself him himself his how i if in into is isn't it its itself just me more most my myself no nor"
    " not now of off on once only or other our ours ourselves out over own same she should shouldn't so"
    " some such than that the their theirs them themselves then there these they this those through to"
    " too under until up upon us very was wasn't we were weren't what when where which while who whom"
    " whose why will with won't would wouldn't you your yours s t d ll m re ve tell please say says said"
    " know many much happen happened".split()
)

# Irregular past forms → present, so that "struck" answers "strike". Those that are spelt like
# another common word ("found", "left", "saw") stand here too where the verb is the commoner.
_IRREGULAR = dict(
    pair.split(":")
    for pair in (
        "arose:arise arisen:arise ate:eat eaten:eat awoke:awake beaten:beat became:become began:begin"
        " begun:begin bent:bend bit:bite bitten:bite bled:bleed blew:blow blown:blow bore:bear born:bear"
        " borne:bear bought:buy bound:bind bred:breed broke:break broken:break brought:bring built:build"
        " burnt:burn came:come caught:catch chose:choose chosen:choose clung:cling crept:creep dealt:deal"
        " died:die drank:drink drawn:draw dreamt:dream drew:draw driven:drive drove:drive drunk:drink"
        " dug:dig fallen:fall fed:feed fell:fall felt:feel fled:flee flew:fly flown:fly forbade:forbid"
        " forgot:forget forgotten:forget fought:fight found:find froze:freeze frozen:freeze gave:give"
        " given:give gone:go got:get gotten:get grew:grow grown:grow heard:hear held:hold hid:hide"
        " hidden:hide hung:hang kept:keep knelt:kneel knew:know known:know laid:lay lain:lie led:lead"
        " left:leave lent:lend lit:light lost:lose made:make meant:mean met:meet mistook:mistake paid:pay"
        " proven:prove ran:run rang:ring rebuilt:rebuild ridden:ride risen:rise rode:ride rose:rise"
        " sang:sing sank:sink sat:sit saw:see seen:see sent:send sewn:sew shaken:shake shone:shine"
        " shook:shake shot:shoot shown:show shrank:shrink slept:sleep slid:slide sold:sell sought:seek"
        " spent:spend spoke:speak spoken:speak sprang:spring stole:steal stolen:steal stood:stand"
        " struck:strike stuck:stick sung:sing sunk:sink swam:swim swept:sweep swore:swear sworn:swear"
        " swum:swim taken:take taught:teach thought:think threw:throw thrown:throw told:tell took:take"
        " tore:tear torn:tear understood:understand undertaken:undertake undertook:undertake went:go"
        " wept:weep withdrawn:withdraw withdrew:withdraw withstood:withstand woke:wake woken:wake won:win"
        " wore:wear worn:wear wound:wind written:write wrote:write men:man women:woman children:child"
        " people:person feet:foot teeth:tooth lives:life wives:wife deaths:die death:die dead:die"
        " killing:kill elected:elect election:elect percent:cent percentage:cent pct:cent"
    ).split()
)
_WORD = re.compile(r"\w+(?:[’']\w+)*")


def terms(text: str) -> list[str]:
    """Return the stems of the words of a text that are not stop words, in order, repeats kept.

    The country is no stop word: "US" and "U.S." are one term.
    """
    words = (match.group().replace("’", "'") for match in _WORD.finditer(smoothed(text)))
    return [stem(word.lower()) for word in words if word == "US" or word.lower() not in STOP_WORDS]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem that the full-text index gives a word, irregular forms made regular first."""
    stems = analyse(_IRREGULAR.get(word, word))
    return stems[0] if stems else word
