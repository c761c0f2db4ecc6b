"""Texts of many kinds, over which it is seen how large the numbers within an embedding model become."""

_TEXTS = """
Bridge opens after nine years. The mayor cut a ribbon on Saturday morning and then, to general
surprise, walked across in the rain without an umbrella, followed by two brass bands and some 600
schoolchildren. The crossing cost £41.7m, nearly three times the sum that had been promised in 2014.

Shares in the chipmaker fell 8.4 per cent to $112.60 in early trading after it warned that sales in
the quarter ending 30 September would miss forecasts. Analysts at two banks cut their ratings. Its
finance chief, who joined in May, told investors on a call that orders from Asia had been "pushed,
not lost".

Goalkeeper saves three penalties as champions go out. It finished 2-2 after extra time at a sodden
ground where the floodlights failed twice. The visitors, reduced to ten men in the 57th minute,
equalised through a header from a corner, and their captain wept openly when the last kick struck
the post.

Researchers fed mice a diet low in fibre for eleven weeks and then measured butyrate in the colon.
In a randomised, double-blind trial of 214 adults published this month, the effect was smaller
(hazard ratio 0.81, 95% CI 0.66-0.99, p = 0.04), and the authors caution that few of the
participants were over seventy.

Heat the oil in a heavy pan, add the onions, a bay leaf and a pinch of salt, and cook gently for
twenty minutes until soft and golden. Stir in the cumin, then the chopped tomatoes; simmer until
thick. Serve with flatbread, yoghurt and a squeeze of lemon. Leftovers keep for three days in the
fridge.

To install the package, run `pip install example[extra]==2.3.1` in a virtual environment, then set
CONFIG_PATH to the folder that holds settings.toml. If import fails with "undefined symbol", the
compiler's version differs: see https://example.org/docs/build#abi. The function returns None when
key is missing.

The court of appeal held, by two votes to one, that section 12(3) of the Act does not require notice
in writing where the tenant has already left the premises. Lady Justice Harrow, dissenting, said the
majority's reading "empties the proviso of meaning". Leave to appeal was refused; costs were
reserved.

In the autumn of 1683 the siege was lifted. The army that had marched from the north came down the
wooded slopes at dawn, and by evening the tents, the cannon and a great quantity of coffee were in
other hands. Historians still dispute who gave the order, and whether the emperor knew of it
beforehand.

She had not meant to keep the letter. It lay in the drawer under the tablecloths, unopened, through
two winters and the sale of the house. "You might at least read it," her brother said, and poured
himself the last of the wine. Outside, somebody was whistling, badly, a tune they both knew.

Dear all, a reminder that the office will be closed on Monday and Tuesday. Please send your
timesheets to Priya by Friday noon; expenses over 50 euros need a receipt. The minutes of the last
meeting are attached. Does anybody have the key to the bicycle shed? Thanks, and have a good
weekend! Tom

A magnitude 6.2 earthquake struck 40 km off the coast at 03:17 local time, the geological survey
said. A tsunami warning was lifted after two hours. At least 19 people died, most of them in the
town of San Lucero, where a hotel collapsed; more than 3,000 have been moved to shelters, and power
is out in four provinces.

The giant water lily opens at dusk, white and smelling of pineapple, and closes over the beetles
that come to it. By the second evening its petals are pink, the pollen is shed, and the captives fly
off to another. Its leaves, ribbed underneath like vaulting, can be 2.5 metres across and carry a
small child.

Ministers from 27 countries failed again in Brussels to agree on quotas for the resettlement of
refugees. "Nobody left the room happy," the Portuguese delegate told reporters. Hungary and Slovakia
voted against; Austria abstained. The question now goes to the leaders' summit on 12 and 13
December.

Review: the new headphones are light (186 g), fold flat and last about 31 hours on a charge. Noise
cancelling is good on trains, poor in wind. The app wants an account before it lets you change the
equaliser, which is absurd at this price. Bass is boomy; voices are clear. Three stars out of five.

FOR SALE: oak table, seats eight, some scratches, buyer collects. WANTED: piano teacher for two
beginners, Thursdays after four, near the station. LOST: grey cat with one white paw, answers to
Mungo, last seen by the canal on the 3rd. The choir meets in the parish hall at 7.30 pm; no
auditions, all voices welcome.

El gobierno anunció el martes una rebaja del impuesto sobre la renta. Selon la préfecture, douze
personnes ont été blessées dans l’accident. Die Verhandlungen zwischen der Bahn und der Gewerkschaft
wurden am Freitag ohne Ergebnis abgebrochen. Il sindaco ha smentito le voci di dimissioni; il
consiglio si riunirà lunedì.

Table 4. Unemployment rate, seasonally adjusted, per cent: January 5.1, February 5.0, March 4.8,
April 4.9, May 4.7, June 4.7. Sources: national statistical office; authors' calculations. Figures
for June are provisional. See Appendix B, pp. 88-93, for the method, and Smith and Okafor (2019) for
a longer series.

Who will remember the telephone box? I will. I learned to drive because of one, missed my first job
because of another, and was proposed to, on a bad line, in a third. So forgive an old columnist for
saying that the council, which plans to remove the last eleven, has the soul of a spreadsheet.

Five things to know for 8 March: Budget, Rail strike, Storm Ada, Vaccines, Asteroid .... (Reuters) -
Here is what else you need to Get Up to Speed and On with Your Day. Sign up here! 1. Budget. The
chancellor's speech begins at 12:30 GMT. 2. Rail strike. RMT members walk out at 18 operators -
check before you travel.

Northfield Hawks (14-6, 9-2 MVC) at Eastern Lake Pioneers (11-9, 5-6 MVC); Thursday, 7 p.m. EST.
BOTTOM LINE: Lake hosts Northfield after Devon Ruiz scored 27 points in an 81-74 loss. Hawks: 78.3
points, 35.1 rebounds, 13.6 assists per game. INJURIES: Hawks: Tyrell Moss: out (knee). Pioneers:
None listed.

Winners list: best picture, "The Salt Road"; best director, Inés Calvo; best actress, Hana Sugimoto,
"Ember"; best score, "Low Water"; best documentary short, "My Father, the Lighthouse"; best costume
design, "Wolfgang & Anna"; sound, "F-104". Photos: the looks of the night, from pearls to a paper
dress.

Dinosaur fossil found under a car park may be a new species of raptor. The animal, nicknamed Bertie,
lived 125m years ago, in the Early Cretaceous, when Iguanodon and long-necked sauropods grazed
nearby, palaeontologists wrote in Proceedings of the Royal Society B. Its sickle-shaped claw
measured 7 cm; its DNA, alas, is long gone.

Quiz of the week: Which country left the euro talks? Who said "I'd rather eat my hat"? What is rizz,
anyway? A) Croatia B) Denmark C) Malta D) none of these. Answers below; scroll for more. Last week
62 per cent of you got eight out of ten, and one reader (hello, Graham) got none. Share your score
with #newsquiz.

FILE - President Omar Diallo waves as he boards Air Force One at Joint Base Andrews, Md., Friday,
Oct. 21, 2022. (AP Photo/Lena Hart) WASHINGTON (AP) — The Senate voted 51-49 along party lines early
Sunday to advance the $1.2 trillion package, sending it to the House. Sens. Mark Doyle, D-Ore., and
Kay Lund, R-Utah, did not vote.
"""

VARIED = (*(" ".join(text.split()) for text in _TEXTS.split("\n\n")), "", "Yes.", "Correction", "Goal! " * 15)
"""News of every sort and what stands about it, other prose, and texts with next to nothing in them."""
