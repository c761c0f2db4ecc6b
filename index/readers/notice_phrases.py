"""The set phrases of registration walls, cookie bars, error pages and their like, in several languages."""

from collections.abc import Mapping

CERTAIN: Mapping[str, str] = {
    "registration": r"""
        (?:register|sign[ -]?(?:in|up)|log[ -]?in|create\ (?:an?|your)\b.{0,20}\baccount)\b.{0,40}
          \b(?:to|and)\ (?:continue\b|(?:keep|finish|go\ on)\ reading|read\b|unlock|access\ (?:this|
            the|our|all)|view\ (?:this|the)|see\ (?:this|the\ full))|
        (?:to\ (?:continue|keep|finish)\ reading|to\ read\ (?:this|the\ (?:full|whole|rest)|more|
          on)|continue\ reading)\b
          .{0,60}\b(?:register|sign[ -]?(?:in|up)|log[ -]?in|account)\b|
        registration\ is\ (?:free|quick)\ and\b|thank\ you\ for\ (?:registering|signing\ up)\b|
        you\ will\ (?:now\ )?receive\ an?\ (?:verification|confirmation|activation)\ e-?mail|
        ^(?:already\ (?:have\ an\ account|registered|a\ (?:member|subscriber))|
          don['’]t\ have\ an\ account)\?|
        forgot(?:ten)?\ (?:your\ )?password|(?:bitte|jetzt)\b.{0,30}\b(?:registrieren|anmelden)\b|
          inscrivez-vous\b.{0,40}\bpour\b
        """,
    "subscription": r"""
        subscribe\b.{0,30}\bto\ (?:continue\b|keep\ reading|read\b|unlock|access\ (?:this|the|our|
          all)|view\ (?:this|the))|
        (?:to\ (?:continue|keep|finish)\ reading|to\ read\ (?:this|the\ (?:full|whole|
          rest)))\b.{0,60}\bsubscri|
        (?:this|the)\ (?:full\ |premium\ )?(?:article|story|content|page)\ is\ (?:only\ |exclusively\ )?
          (?:for|available\ to|reserved\ for|exclusive\ to|free\ for)\ (?:our\ |paying\ |
            registered\ )?(?:subscribers|members)|
        you['’]?(?:\ have|ve)?\ (?:reached|read|used|run\ out\ of)\b.{0,30}\b(?:free|monthly)\b.{0,30}
          \b(?:articles?|stories|limit|views?)|
        subscri(?:be|ption)\b.{0,60}\bcancel\ (?:at\ )?any\ ?time|reserved\ for\ subscribers|
        (?:article\ )?réservé\ aux\ abonnés|nur\ für\ abonnenten|(?:contenido|
          artículo)\ (?:exclusivo\ )?para\ suscriptores
        """,
    "cookies": r"""
        ^(?:we(?:\ and\ our\ (?:\w+\ ){0,2}partners)?|(?:this|our)\ (?:web)?\ ?site|
          our\ partners)\b.{0,40}\buses?\ cookies|
        we\ and\ our\ (?:\d+\ )?(?:\w+\ )?partners\b.{0,60}\b(?:store|cookies|data)|
        by\ (?:continuing|using|clicking|browsing|closing)\b.{0,80}\b(?:cookies|you\ (?:agree|
          consent|accept))|
        (?:accept|reject|allow|manage)\ (?:all\ )?(?:the\ )?cookies|
          store\ and/?\ ?(?:or\ )?access\ information\ on\ a\ device|
        (?:manage|change|update|withdraw)\ your\ (?:cookie|privacy|consent)\b.{0,20}\b(?:settings|
          preferences|choices|consent)?|
        cookies\ (?:help\ us|allow\ us|are\ used\ to|enable\ us)|
        (?:wir|diese\ (?:web)?seite|diese\ website)\ (?:verwende[nt]|nutz(?:t|en)|setz(?:t|
          en))\b.{0,30}\bcookies|
        (?:nous\ utilisons|ce\ site\ utilise)\b.{0,20}\bcookies|(?:utilizamos|
          este\ sitio\b.{0,20}\butiliza)\b.{0,20}\bcookies|
        (?:utilizziamo|questo\ sito\ utilizza)\b.{0,20}\bcookie
        """,
    "JavaScript": r"""
        (?:enable|activate|turn\ on|switch\ on|allow)\ java\ ?script|
        java\ ?script\ (?:is|must\ be|needs\ to\ be|has\ to\ be|appears\ to\ be|
          to\ be)\b.{0,30}\b(?:disabled|enabled|required|off|on)\b|
        (?:requires?|needs?|without|not\ support)\ java\ ?script|
        your\ (?:web\ )?browser\ (?:is\ (?:not\ supported|out\ of\ date|outdated|
          no\ longer\ supported)|does\ not\ support)|
        (?:you\ (?:are|['’]re)\ using|using)\ an?\ (?:ad\ ?blocker|(?:unsupported|
          outdated)\ (?:web\ )?browser)|
        (?:disable|turn\ off|pause)\ your\ ad\ ?blocker|aktivieren\ sie\ (?:bitte\ )?java\ ?script|
          activer\ java\ ?script|
        (?:habilit[ea]|active)\ java\ ?script
        """,
    "an error page": r"""
        (?:page|article|story|file|content|address|link)\b.{0,50}\b(?:(?:not|cannot|can['’]t|
          could\ not|couldn['’]t)\ be\ found|
          was\ not\ found|not\ found|(?:does\ not|doesn['’]t|no\ longer)\ exists?|
            is\ no\ longer\ available|
          (?:has|may\ have|might\ have)\ been\ (?:moved|removed|deleted))|
        (?:we\ (?:can['’]t|cannot|could\ not|couldn['’]t)|
          unable\ to)\ (?:seem\ to\ )?find\ the\ (?:page|article|story)|
        ^(?:error\ ?:?\ )?(?:40[0-4]|410|429|50[0-4])\b.{0,40}(?:error|found|forbidden|unavailable|
          denied|$)|
        ^(?:access\ denied|forbidden|service\ (?:temporarily\ )?unavailable|bad\ gateway|
          internal\ server\ error)\b|
        you\ (?:don['’]t|do\ not)\ have\ (?:permission|access|authori[sz]ation)\ to\ (?:access|view|
          this|see)\b|not\ available\ in\ your\ (?:country|region|location)|
        (?:seite|artikel)\b.{0,30}\bnicht\ gefunden|page\ (?:introuvable|non\ trouvée)|
          página\ no\ encontrada|pagina\ non\ trovata
        """,
    "a check for robots": r"""
        (?:you['’]?(?:\ are|re)|are\ you)\ (?:not\ )?a\ (?:ro)?bot|(?:verify|confirm|prove|
          make\ sure|check)\b.{0,30}
          \byou(?:['’]re|\ are)?\ (?:a\ )?(?:human|not\ a)|checking\ your\ browser|
            unusual\ (?:traffic|activity)\ from\ your|
        (?:complete|solve|enter|type)\ the\ (?:captcha|security\ check|characters)|\bray\ id\b
        """,
    "a feedback form": r"""
        (?:was|did\ you\ find)\ this\ (?:page|article|information|content|
          story)\b.{0,20}\b(?:helpful|useful)|
        (?:thank\ you\ for|send\ us|give\ us|leave|submit)\ your\ (?:feedback|comments?|views)|
        (?:help\ us|we['’]d\ (?:like|love))\b.{0,40}\b(?:feedback|survey|questionnaire|
          improve\ (?:this|our)\ (?:\w+\ )?(?:site|website|page|service))|
        (?:take|complete)\ (?:our|this|the)\ (?:\w+\ )?(?:survey|questionnaire)|fill\ (?:in|
          out)\ (?:our|this|the)\ (?:\w+\ )?form\b|
        (?:what\ is|tell\ us)\b.{0,30}\bwrong\ with\ this\ (?:page|article|story)|
        (?:all\ |required\ )?fields\b.{0,30}\b(?:are\ )?(?:required|mandatory)|
          your\ message\ has\ been\ sent
        """,
    "a newsletter's sign-up": r"""
        (?:^|[:&]\s?)(?:want\b.{0,40}\?\s)?(?:please\s)?(?:sign[ -]?up|
          subscribe)\b.{0,60}\b(?:newsletters?|e-?mails?|inbox|bulletins?)\b|
        (?:contact\ me|receive\ e-?mails?|e-?mails?\ from\ us)\b.{0,60}\b(?:news|offers|partners)|
        (?:delivered|straight|direct(?:ly)?)\b.{0,20}\bto\ your\ inbox|
        by\ (?:submitting|entering|signing)\b.{0,40}\b(?:your|up)\b.{0,60}\b(?:agree|terms|privacy|
          receive)
        """,
}
"""By the kind of notice, what nothing else says: a site speaking to whoever opened this very page.

Patterns in verbose form, for any case of letters, each looked for in one sentence.
"""
BESIDES = r"""
    \b(?:sign|log)[ -]?(?:in|up|out)\b|\byour\ (?:account|e-?mail|password|subscription|consent|
      browser|privacy|choices|inbox|device|
    feedback|name|personal\ data|data|preferences|settings|experience|free\ account|network|ip)\b|
    \b(?:terms\ (?:of|and|&)|privacy\ (?:policy|notice|statement)|cookie\ (?:policy|notice|
      settings)|cookies)\b|
    \b(?:subscribe|unsubscribe|subscription|subscribers?|register(?:ed|ing)?|registration|
      newsletters?|java\ ?script|captcha|cloudflare)\b|
    \b(?:cancel|opt\ out|change\ your\ mind)\b.{0,20}\b(?:any\ ?time|at\ any\ moment)\b|
      \bfree\ trial\b|\bunlimited\b.{0,20}\baccess\b|
    \b(?:click|tap|press)\ (?:here|on|the|below|accept|ok|submit)\b|\bplease\ (?:try|check|enter|
      select|click|contact|enable|reload|wait|refresh|complete|visit|read)\b|
    \b(?:try\ again|home\ ?page|customer\ (?:service|care|support)|our\ (?:web)?\ ?site|
      this\ (?:web)?\ ?site|help\ (?:centre|center|page)|search\ for)\b|
    \b(?:legitimate\ interests?|personali[sz]ed\ (?:ads|advertising|content)|partners|
      third\ part(?:y|ies))\b|
    \b(?:required|optional|mandatory)\b|\bthank\ you\b|\bpage\b.{0,30}\b(?:moved|exist|address|
      available)\b|
    \bfree\ (?:articles?|access|account)\b|\b(?:it|this)\ (?:only\ )?takes\b.{0,30}\b(?:minute|
      second|moment)s?\b|
    \b(?:from\ our|best\ of)\b.{0,60}\b(?:delivered|inbox|e-?mail)\b
    """
"""What notices say besides, and articles too; of the same form."""
