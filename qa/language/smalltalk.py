"""What is typed → whether it asks anything at all: greetings, thanks and orders to a program do not."""

import re

from qa.language.terms import terms

LONGEST_TALK = 120
"""Characters; who says more has something to say."""
MOST_POLITE = 8
"""Words."""

_ASKING = re.compile(r"\b(?:who|whom|whose|what|when|where|why|how|which|he|she|they)\b")
_TALK = frozenset(
    "hello hi hey hiya hallo greetings howdy yo welcome good morning afternoon evening night day thanks"
    " thank thx ty cheers ta merci danke gracias much lot appreciated helpful help helped great perfect nice"
    " cool wow super awesome amazing brilliant excellent fantastic wonderful lovely interesting impressive"
    " funny fine ok okay okey k kk yes yeah yep yup ja no nope nah sure right alright correct exactly true"
    " wrong false nonsense maybe perhaps later bye goodbye farewell ciao see soon tomorrow sorry"
    " oops pardon please well hm hmm huh ah oh uh um aha haha hahaha lol rofl omg cheerio done enough need"
    " needed all go ahead on continue wait stop again try next one got it understood agreed indeed really"
    " quite bad sad mate dear friend buddy there everyone everybody anyone off".split()
)
_ORDERS = re.compile(
    r"(?:(?:please|now|and|then|can you|could you|would you|will you|let's|just) )*(?:"
    r"(?:tell|give|read|write|sing|make|say|do|play|show|draw|compose|recite|invent)(?: (?:me|us))?"
    r"(?: (?:a|an|another|some|one|something|the))?(?: \w+)?"
    r" (?:jokes?|riddle|poem|song|rhyme|limerick|funny|laugh|smile|happy|trick|dance|selfie)\b.*"
    r"|(?:sing|dance|laugh|smile|guess|repeat|exit|quit|close|clear|stop|continue|restart|reset|undo|help)"
    r"(?: (?:it|that|this|me|again|please|now|for me|for us))*"
    r"|(?:be|keep|stay|shut|calm|hurry|speak|talk|wake|go|come|sit|get)"
    r" (?:quiet|silent|nice|kind|honest|serious|brief|up|down|on|away|louder|slower|to me|with me|back"
    r"|lost)\b(?: (?:please|now))*"
    r"|(?:ignore|forget|disregard|override|print|reveal|repeat|show|tell|give)\b.*\b(?:you were told|you know"
    r"|(?:your|previous|prior|above|system|all|the) (?:instructions?|prompts?|rules)|everything above)\b.*"
    r"|(?:(?:try|do|say|start|ask)(?: (?:it|that|this))?|once|never) (?:again|over|more|mind|it)"
    r")"
)
_ABOUT_ITSELF = re.compile(
    r"(?:(?:so|and|hey|hi|hello|well|but) )*(?:"
    r"(?:who|what|how|where)(?: old| smart| clever)? (?:are|r|were) (?:you|u|things)\b(?: (?:doing|called"
    r"|from|today|now|feeling|then|again|really|going|made of))*"
    r"|(?:what's|how's|what is|how is) (?:up|new|it going|going on|everything|life|your day)"
    r"|are (?:you|u)(?: (?:a|an|the|really|still|just|even|not))*(?: \w+){0,2}"
    r"|what (?:can|do|could) you (?:do|know|eat|think|want|like|dream of|look like)"
    r"(?: (?:for (?:me|us)|best|now))*"
    r"|(?:who|what) (?:made|built|created|trained|wrote|programmed|owns|runs) you"
    r"|(?:do|did|can|could|will|would|have|don't) you (?:ever )?(?:love|like|hate|hear|see|help|feel|know"
    r"|sleep|dream|eat|remember|speak|understand|marry|work|cheat|lie|tell|think|have)"
    r"(?: (?:me|us|him|her|it|that|this|to me|english|german|french|spanish|feelings|anything|a name"
    r"|friends))*"
    r"|(?:what|which|when|how old)(?:'s| is| are| was)? your"
    r" (?:name|age|birthday|job|purpose|favou?rite|opinion|hobby|hobbies|gender|model|version|plan)\b.*"
    r"|is (?:anyone|anybody|someone|somebody) (?:there|here|home)"
    r")"
)
_OF_THE_READER = re.compile(
    r"(?:i|i'm|i'll|i've|you|you're|we|we're|that's|that|this|it's|it|he|they)\b(?: [\w']+){0,4}"
)
_AFTER_SOMETHING = re.compile(
    r"\b(?:look(?:ing)?|want\w*|wonder\w*|search\w*|find|interested|ask\w*|tell|show|know|read(?:ing)?|about)\b"
)
_FEELINGS = re.compile(
    r"\b(?:bored|tired|hungry|lonely|sad|happy|glad|angry|sorry|lost|confused|afraid|ill|sick|off|back|here|fine"
    r"|well|ok|okay|good|great|love|like|hate|enjoy|miss|amazing|awesome|brilliant|wonderful|stupid|useless"
    r"|clever|smart|funny|nice|rude|wrong|right|cool|helpful|silly|dumb|kind|sweet|best|worst|fool|idiot|genius"
    r"|bad|feel\w*|understand|agree|disagree|doubt|see|joking|kidding|done|finished|leaving|going)\b"
)


def is_talk(text: str) -> bool:
    """Return whether a text is talk to the program, so that no article could answer it.

    That is a greeting, thanks, a farewell, a reply, an order, a question about the program, or how
    the reader feels. A single word of any other kind may be the name of a subject.
    """
    said = " ".join(re.findall(r"[\w']+", text.lower().replace("’", "'")))
    if len(said) > LONGEST_TALK:
        return False
    return bool(
        _only_polite(said)
        or _ORDERS.fullmatch(said)
        or _ABOUT_ITSELF.fullmatch(said)
        or (_OF_THE_READER.fullmatch(said) and _FEELINGS.search(said) and not _AFTER_SOMETHING.search(said))
    )


def _only_polite(said: str) -> bool:
    """Whether all it says, in few words, is what people say to be polite."""
    words = said.split()
    meaning = {word for word in words if terms(word)}
    return 0 < len(words) <= MOST_POLITE and meaning <= _TALK and not _ASKING.search(said)
