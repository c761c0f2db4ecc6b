"""What newsletters say of themselves, as regular expressions for whole lines, in verbose mode."""

_LETTER = r"(?:e-?mail|newsletter|message|letter|issue|edition|post|briefing|bulletin|mail)"

BROWSER = rf"""(?:
    (?:view|read|see|open)\ (?:(?:this|it|the|our)\ )?(?:{_LETTER}\ )?
      (?:in|on|with|using)\ (?:(?:your|a|the|my)\ )?(?:web\ ?)?(?:browser|web|site)(?:\ (?:instead|here|at))?|
    (?:view|read|see|open)\ (?:this\ )?(?:{_LETTER}\ )?(?:online|in\ (?:the\ )?app)(?:\ (?:here|at|version))?|
    (?:(?:view|read)\ (?:the\ )?)?(?:web|online|browser)[ -]version|view\ as\ (?:a\ )?web\ ?page|
    (?:newsletter\ )?(?:im\ browser|online|webversion)\ (?:ansehen|anzeigen|öffnen|lesen)|
    (?:voir|lire|consulter)\ .{{0,40}}(?:navigateur|en\ ligne)|version\ en\ ligne|ver\ .{{0,40}}\bnavegador|
    (?:visualizza|apri)\ .{{0,40}}\bbrowser|bekijk\ .{{0,40}}\b(?:browser|online)
    )\s*[:»›→>.]*"""
"""What a link to the letter on the web is called."""

TROUBLE = rf"""(?:
    (?:is\ this\ {_LETTER}\ not|{_LETTER}\ not)\ (?:displaying|displayed|showing)\b.{{0,160}}|
    (?:having\ )?(?:trouble|problems?|difficulty)\ (?:viewing|reading|seeing)\b.{{0,160}}|
    if\ (?:you\ (?:can['’]?t|cannot|can\ not|have\ trouble|are\ having)|this\ {_LETTER}\ (?:is|does)\ not)\b
      .{{0,60}}\b(?:see|seeing|view|viewing|read|reading|images?|display\w*)\b.{{0,160}}
    )"""

ENGLISH = rf"""
    (?:click\ (?:here\ )?to\ |you\ can\ |or\ )?(?:unsubscribe|opt[ -]out)\b
      (?:\ (?:here|now|instantly|from|at\ any|to|any)\b.{{0,120}})?|
    one[ -]click\ unsubscribe|safe(?:ly)?\ unsubscribe.{{0,40}}|
    (?:update|manage|change|edit|adjust|set)\ (?:(?:your|my)\ )?
      (?:e-?mail\ |subscription\ |newsletter\ |profile\ |account\ )*
      (?:preferences?|settings|subscriptions?|profile|options|details|address)
      (?:\ (?:here|or\ unsubscribe\b.{{0,80}}|at\ any\ time))?|
    (?:to|if\ you(?:['’]d|\ would)?\ (?:want|wish|like|prefer)\ (?:not\ )?to)
      \ (?:unsubscribe|stop\ receiving|opt[ -]out|change\ (?:your|how\ you)|manage\ your|update\ your|
      view\ this\ {_LETTER})\b.{{0,260}}|
    (?:if\ you\ )?(?:no\ longer|do\ not|don['’]t)\ (?:want|wish)\b
      .{{0,40}}\b(?:receive|these|e-?mails?)\b.{{0,160}}|
    want\ to\ change\ how\ you\ receive\b.{{0,120}}|
    you(?:['’]re|['’]ve|\ are|\ have|\ were)?\ (?:currently\ |also\ )?
      (?:receiving|receive|received|getting|got|subscribed|been\ sent|signed\ up|registered)
      \ (?:this|these|our|it|{_LETTER}s?|to|for|with|at|as|because)\b.{{0,100}}
      \b(?:{_LETTER}s?|list|updates?|because|subscriber|website|[\w-]+\.\w{{2,8}})\b.{{0,260}}|
    this\ {_LETTER}\ (?:was|is|has\ been)\ (?:sent|intended|delivered|addressed|mailed)\b.{{0,260}}|
    (?:sent|delivered|mailed)\ to(?:\ \S+@\S+.{{0,120}})?|
    forwarded\ this\ {_LETTER}\?.{{0,120}}|thanks\ for\ (?:reading|subscribing)\b.{{0,200}}|
    you(?:['’]re|\ are)\ (?:currently\ |on\ )?a\ (?:free|paid|paying)\ (?:subscriber|member|list)\b.{{0,200}}|
    (?:was\ this|did\ (?:someone|somebody|a\ friend))\b.{{0,60}}\b(?:forward|sen[dt]|pass)\w*\b.{{0,160}}|
    (?:not\ (?:yet\ )?(?:a\ )?subscri\w+|new\ here|first\ time\ reading)\s*\?.{{0,120}}|
    (?:forward|send|pass|recommend)\ (?:(?:this|it|our|the)\ )?(?:{_LETTER}\ )?(?:on\ )?to\ (?:a\ |your\ )?
      (?:friends?|colleagues?)\b.{{0,60}}|
    share\ (?:.{{0,40}}\ )?(?:by|via|on)\ (?:e-?mail|facebook|twitter|x|whatsapp|linkedin)|
    add\ .{{1,80}}\bto\ your\ (?:address\ book|contacts|safe\ senders?)\b.{{0,120}}|
    (?:our|the)\ (?:mailing|postal)\ address(?:\ is)?:?.{{0,160}}|
    (?:copyright|©|\(c\))\ .{{0,200}}|.{{0,60}}\ all\ rights\ reserved\.?.{{0,80}}|
    (?:privacy|cookie|legal)\ (?:policy|notice|statement|information)|terms(?:\ (?:of|and|&)\ .{{3,20}})?|
    (?:powered|delivered|published|made|sent)\ (?:by|with|on|via|using)\ (?:mailchimp|substack|ghost|beehiiv|
      buttondown|revue|campaign\ monitor|constant\ contact|sendinblue|brevo|mailerlite|tinyletter|convertkit|
      kit|hubspot|listmonk|mailman)\b.{{0,60}}|
    sent\ from\ (?:my|a)\ .{{2,60}}|get\ (?:outlook|gmail)\ for\b.{{0,30}}|
    like|comment|restack|leave\ a\ comment|get\ the\ app|start\ writing|upgrade\ to\ paid|
    pledge\ your\ support|give\ a\ gift\ subscription|become\ a\ (?:paid\ )?(?:subscriber|member)|subscribed?|
    donate|support\ us|join\ us|follow\ us|connect\ with\ us|contact(?:\ us)?|website|instagram|youtube|
    bluesky|mastodon|threads|tiktok|rss|
    .{{1,60}}\ is\ a\ reader-supported\ publication\b.{{0,200}}|
    (?:read|get|see)\ (?:the\ )?(?:full|whole|rest|complete|entire)\b(?:\ (?:of\ )?(?:the\ )?
      (?:story|article|report|interview|review|{_LETTER}|thing))?(?:\ (?:here|online))?|
    full\ (?:story|article|report|interview|review)(?:\ here)?|
    (?:read|learn|find\ out|see|view|discover|hear|watch)\ (?:more|all|it|on|now|here)
      (?:\ (?:here|stories|news|at\ \S+))?|
    (?:keep|continue|go\ on)\ reading(?:\ (?:here|online))?|more\ (?:here|details|information)|
    (?:click|tap)\ here\b.{{0,80}}|download\ (?:the|our)\ app.{{0,40}}"""

OTHERS = r"""
    (?:newsletter\ )?(?:abbestellen|abmelden|abbestellung|abonnement\ verwalten)|weiterlesen|impressum|
    mehr\ (?:lesen|dazu|erfahren)|datenschutz.{0,20}|(?:sie\ erhalten|du\ erhältst)\ diese\b.{0,260}|
    von\ meinem\ \w+\ gesendet|envoyé\ de\ mon\ \w+|
    (?:se\ désabonner|se\ désinscrire|me\ désinscrire)\b.{0,80}|lire\ la\ suite|
    vous\ recevez\ (?:ce|cet|cette)\b.{0,260}|darse\ de\ baja\b.{0,80}|cancelar\ (?:la\ )?suscripción|
    leer\ más|recibes?\ este\b.{0,260}|disiscriviti\b.{0,80}|afmelden|uitschrijven|leggi\ tutto|
    lees\ (?:meer|verder)"""
"""The same in German, French, Spanish, Italian and Dutch."""

LEGAL = r"""
    (?:this|the\ (?:information|contents?)\ (?:contained\ )?(?:in|of)\ this)
      \ (?:e-?mail|message|communication|transmission)\b
      .{0,160}\b(?:confidential|privileged|intended\ (?:only|solely)|intended\ recipients?|addressee)|
    (?:confidentiality|legal|privacy)\ (?:notice|note|disclaimer|warning)\s*:|disclaimer\s*:|
    (?:please\ )?(?:consider|think\ (?:of|about))\ the\ environment\ before\ (?:printing|you\ print)|
    if\ you\ are\ not\ the\ (?:intended|named)\ (?:recipient|addressee)|
    diese\ (?:e-?mail|nachricht)\ (?:ist|kann|enthält)\b.{0,120}\bvertraulich|
    ce\ (?:message|courriel)\b.{0,120}\bconfidentiel"""
"""How the paragraphs begin that firms set under every message."""

LEAVING = r"""
    unsubscribe|(?:manage|update|change)\b.{0,30}\b(?:preferences|subscription|settings)|
    you(?:['’]re|\ are|\ have|\ received?)\b.{0,60}\b(?:receiv|subscrib|because|signed\ up)|
    this\ (?:e-?mail|newsletter)\ was\ sent|mailing\ address|©|copyright|all\ rights\ reserved|
    abbestellen|abmelden|désabonner|désinscrire|darse\ de\ baja|disiscriviti|afmelden|uitschrijven"""
