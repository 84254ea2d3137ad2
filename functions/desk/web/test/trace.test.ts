import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { language } from '../src/text/language.js';
import { reason, traceLine } from '../src/text/trace.js';

const root = '../../..';
const source = (path: string): string => readFileSync(join(root, path), 'utf8');
const sources = (dir: string, tests = false): string[] =>
  readdirSync(join(root, dir))
    .filter((f) => f.endsWith('.go') && f.endsWith('_test.go') === tests)
    .map((f) => source(join(dir, f)));

function french<T>(say: () => T): T {
  language.code = 'fr';
  try {
    return say();
  } finally {
    language.code = 'en';
  }
}

// ---- What functions write

/** What decisions of the router have come to, in the backend's own tests. */
const golden = readdirSync(join(root, 'shared/route/testdata/golden')).flatMap(
  (f): string[] => JSON.parse(source(join('shared/route/testdata/golden', f))).trace,
);

/** Lines that the backend's tests expect. */
const expected = [
  ...source('shared/assign/testdata/trace.txt').trim().split('\n'),
  ...['shared/configuration', 'shared/route', 'shared/assign', 'shared/dispatch', 'shared/conversation', 'emulator', 'emulator/e2e']
    .flatMap((dir) => sources(dir, true))
    .flatMap((text) => [
      ...text.matchAll(/"((?:overflow of |nobody else in |[^"\\]+ \(\d+ of \d+ used\): )[^"\\%]+)"/g),
    ])
    .map(([, line = '']) => line),
];

/** One of every line, with what is tricky in its gaps, and what it says in French. */
const said: [string, string][] = [
  ['configuration 2026-03-05', 'configuration 2026-03-05'],
  ["workstream support: the account's workstream", 'flux support : celui du compte'],
  ["workstream vip: brand agent the-shop's workstream", 'flux vip : celui de l’agent de marque the-shop'],
  [
    'the session before ended 11h59m ago: its classification is kept',
    'la session précédente a pris fin il y a 11h59m : sa classification est gardée',
  ],
  [
    'classification topic, rule parcel does not match: message.postback == "x" is false (message.postback ""); a.b is true',
    'classification topic, règle parcel ne correspond pas : message.postback == "x" est faux (message.postback "") ; a.b est vrai',
  ],
  [
    'classification skill, rule language matches: it has no condition; it sets priority -5, language fr, skill skill 3, attribute priority "skill 3, language fr; it sets"',
    'classification skill, règle language correspond : elle n’a pas de condition ; elle fixe : priorité -5, langue fr, compétence skill 3, attribut priority "skill 3, language fr; it sets"',
  ],
  [
    `route a fails: int(x) > 3 fails (x "no"), type conversion error from 'string' to 'int'`,
    `route a échoue : int(x) > 3 échoue (x "no"), type conversion error from 'string' to 'int'`,
  ],
  ['classification topic: 1 more not looked at', 'classification topic : 1 autre non examinée'],
  ['routes: 12 more not looked at', 'routes : 12 autres non examinées'],
  [
    'split of route trial: 26.53 of 100 falls to queue a',
    'répartition de la route trial : 26.53 sur 100 revient à la file a',
  ],
  ['queue front: route none', 'file front : route none'],
  [
    "queue front: the workstream's fallback queue, a rule failed",
    'file front : la file de repli du flux, une règle a échoué',
  ],
  [
    "queue front: the workstream's fallback queue, no rule matched",
    'file front : la file de repli du flux, aucune règle ne correspond',
  ],
  [
    'queue front: the fallback queue, there is no queue queue any more',
    'file front : la file de repli, la file queue n’existe plus',
  ],
  [
    'overflow of german: it is closed, opens 2026-07-02 09:00 CEST',
    'débordement de german : file fermée, ouvre le 2026-07-02 09:00 CEST',
  ],
  [
    'overflow of german: it is closed, never opens, and queues anyway',
    'débordement de german : file fermée, n’ouvre jamais, la session y attend quand même',
  ],
  [
    'overflow of paris: none, 1 wait, the limit is 3',
    'débordement de paris : aucun, 1 en attente, la limite est de 3',
  ],
  [
    'route evening: every queue that rules chose overflows; paris is available first: the customer is told, and it waits in queue paris',
    'route evening : toutes les files choisies par les règles débordent ; paris est disponible la première : le client est prévenu, et la session attend dans la file paris',
  ],
  [
    'route evening: every queue that rules chose overflows; paris is available first: queue late takes it',
    'route evening : toutes les files choisies par les règles débordent ; paris est disponible la première : la file late prend la session',
  ],
  [
    'route evening: every queue that rules chose overflows; paris is available first: the session ends',
    'route evening : toutes les files choisies par les règles débordent ; paris est disponible la première : la session se termine',
  ],
  ['overflow of parcels: none by waiting', 'débordement de parcels : aucun dû à l’attente'],
  [
    'overflow of parcels: waited 1d1h, the limit is 10m of opening time; it stays, the queue never opens for so long',
    'débordement de parcels : 1d1h d’attente, la limite est de 10m d’ouverture ; elle reste, la file n’ouvre jamais aussi longtemps',
  ],
  [
    'overflow of parcels: waited 1h, the limit is 10m; it stays, it was in front before',
    'débordement de parcels : 1h d’attente, la limite est de 10m ; elle reste, elle est déjà passée par front',
  ],
  [
    'overflow of parcels: waited 10m, the limit is 10m; queue front takes it',
    'débordement de parcels : 10m d’attente, la limite est de 10m ; la file front prend la session',
  ],
  [
    'overflow of parcels: waited 10m, the limit is 10m; the session ends',
    'débordement de parcels : 10m d’attente, la limite est de 10m ; la session se termine',
  ],
  ['priority -5', 'priorité -5'],
  ["asked first: the customer's agent", 'interrogé d’abord : l’agent du client'],
  [
    "the first that waits and fits Jo: the 1st, unless it is for the customer's own agent",
    'la première en attente qui convient à Jo: the 1st, sauf si elle revient à l’agent du client',
  ],
  ['nobody else in pro has room and is there', 'personne d’autre dans pro n’est présent avec de la place'],
  ['and 1 lines more', 'et 1 ligne de plus'],
  ['and 20 lines more', 'et 20 lignes de plus'],
  [
    'Zoé: does not: not there any more, or something else came first',
    'Zoé: does not : n’est plus là, ou autre chose est venu d’abord',
  ],
  ['Cy (0 of 3 used): not in the roster', 'Cy (0 sur 3) : n’est pas dans l’effectif'],
  ['Cy (0 of 3 used): does not serve the queue', 'Cy (0 sur 3) : ne sert pas la file'],
  ['Ben: Jr (the 2nd) (3 of 3 used): is away', 'Ben: Jr (the 2nd) (3 sur 3) : est absent'],
  ['Cy (0 of 3 used): is busy', 'Cy (0 sur 3) : est occupé'],
  ['Cy (0 of 3 used): is offline', 'Cy (0 sur 3) : est hors ligne'],
  ['Cy (0 of 3 used): is available', 'Cy (0 sur 3) : est disponible'],
  [
    'Cy (3 of 3 used): no room: 3 of 3 units are used, this one takes 1',
    'Cy (3 sur 3) : pas de place : 3 unités prises sur 3, celle-ci en prend 1',
  ],
  [
    'Cy (1 of 1 used): no room: 1 of 1 units are used, this one takes 1',
    'Cy (1 sur 1) : pas de place : 1 unité prise sur 1, celle-ci en prend 1',
  ],
  ['Cy (0 of 3 used): declined it or let it pass', 'Cy (0 sur 3) : l’a refusée ou laissée passer'],
  ['Cy (0 of 3 used): skill used is 2, 5 is needed', 'Cy (0 sur 3) : compétence used : 2, il faut 5'],
  [
    '1. Ada (1 of 3 used): declined 1 of 3 times, 4 levels from the skills, french 4, 1 units free, last released never, last assigned 2026-03-05 11:56:00Z',
    '1. Ada (1 sur 3) : refusée 1 fois sur 3, 4 niveaux d’écart avec les compétences, french 4, 1 unité libre, aucune session rendue, dernière session reçue 2026-03-05 11:56:00Z',
  ],
  [
    '2. Bo (0 of 2 used): 2 units free, last released 2026-03-05 11:57:00Z, last assigned never',
    '2. Bo (0 sur 2) : 2 unités libres, dernière session rendue 2026-03-05 11:57:00Z, aucune session reçue',
  ],
];

/** Why messages were not sent, files not kept and agents set away. */
const reasons: [string, string][] = [
  ['offers in a row that were not answered: 3', 'propositions d’affilée restées sans réponse : 3'],
  ['the reply has no text', 'la réponse n’a pas de texte'],
  ["the reply's text is longer than 20,000 bytes", 'le texte de la réponse dépasse 20 000 octets'],
  [
    "the reply's id must be 1 to 128 letters, digits, hyphens or underscores",
    'l’identifiant de la réponse n’est pas valable',
  ],
  ["the reply's fields have the wrong types", 'les champs de la réponse n’ont pas les bons types'],
  [`the reply's status must be "pending"`, 'l’état de la réponse doit être "pending"'],
  [
    'the customer last wrote more than 30 days ago, and the channel takes nothing after that',
    'le client n’a plus écrit depuis plus de 30 jours, et le canal n’accepte rien au-delà',
  ],
  ['files are switched off for this workstream', 'les fichiers sont désactivés pour ce flux'],
  [
    'the sending was interrupted, and sent again it could come twice',
    'l’envoi a été interrompu ; renvoyé, il pourrait arriver deux fois',
  ],
  [
    'the channel did not answer, and sent again it could come twice',
    'le canal n’a pas répondu ; renvoyé, il pourrait arriver deux fois',
  ],
  ['the customer has unsubscribed from messages', 'le client ne veut plus recevoir de messages'],
  ['it could not be delivered before it expired', 'il n’a pas pu être distribué avant d’expirer'],
  ['the channel could not deliver it', 'le canal n’a pas pu le distribuer'],
  ['there is no channel whatsapp', 'il n’y a pas de canal whatsapp'],
  [
    'the channel did not take it yet; it will be sent again',
    'le canal ne l’a pas encore pris ; il sera envoyé de nouveau',
  ],
  [
    'Business Messages answered 400 INVALID_ARGUMENT: text: is not valid',
    'Business Messages a répondu 400 INVALID_ARGUMENT : text: is not valid',
  ],
  [
    'Business Messages answered 404 Not Found: no explanation',
    'Business Messages a répondu 404 Not Found sans explication',
  ],
  [
    'the picture has expired or was deleted before it could be copied',
    'l’image a expiré ou a été supprimée avant d’être copiée',
  ],
  ['the picture could not be copied before it expired', 'l’image a expiré avant d’être copiée'],
  ['the picture is larger than 10 MB', 'l’image dépasse 10 Mo'],
  [
    'the picture has too many pixels to be shown safely',
    'l’image a trop de pixels pour être affichée sans risque',
  ],
  [
    'the file is not a JPEG, PNG, GIF or WebP picture',
    'le fichier n’est pas une image JPEG, PNG, GIF ou WebP',
  ],
  [
    'the picture is not where the channel keeps pictures, so it was not fetched',
    'l’image n’est pas là où le canal garde les images',
  ],
  [
    'the picture came in a form that is not opened, to be safe',
    'l’image a une forme qui n’est pas ouverte, par prudence',
  ],
];

/** One of each limit that a channel has, and two that are broken at once. */
const limits: [string, string][] = [
  ['text: is 3100 characters long, at most 3072', 'text : 3100 caractères, au plus 3072'],
  ['media: is 110000000 bytes long, at most 104857600', 'media : 110000000 octets, au plus 104857600'],
  ['cards[0].choices: there are 5, at most 4', 'cards[0].choices : il y en a 5, au plus 4'],
  ['cards: there is none', 'cards : il n’y en a pas'],
  ['choices[2].label: is missing', 'choices[2].label : manque'],
  ['cards[1]: has neither title nor body nor media', 'cards[1] : ni titre, ni texte, ni image'],
  ['media.height: is short, medium or tall', 'media.height : short, medium ou tall'],
  ['kind: the channel cannot send "poll"', 'kind : le canal ne peut pas envoyer "poll"'],
  [
    'choices[0].kind: the channel cannot offer "sign-in" here',
    'choices[0].kind : le canal ne peut pas proposer "sign-in" ici',
  ],
  [
    'cards[0].media.type: a card shows pictures only',
    'cards[0].media.type : une carte n’affiche que des images',
  ],
  ['markup: the channel shows plain text only', 'markup : le canal n’affiche que du texte simple'],
  ['text: is missing\ncards: there is none', 'text : manque\ncards : il n’y en a pas'],
];

// ---- That it is all of it: the sentences are looked for in the functions' sources

/** The texts between quotation marks in some lines of Go, of those that have words. */
const quoted = (text: string, where: RegExp): string[] =>
  text
    .split('\n')
    .filter((line) => where.test(line) && !/^\s*\/\/|Errorf|errors\.|Log\.|nolint:err/.test(line))
    .flatMap((line) => [...line.matchAll(/"((?:[^"\\]|\\.)*)"|`([^`]*)`/g)].map(([, a, b]) => a ?? b ?? ''))
    .map((literal) => literal.replaceAll('\\"', '"'))
    .filter((literal) => / /.test(literal) && /[a-z]{2}/.test(literal) && !/^2006/.test(literal));

/** A sentence with gaps is there where its pieces are, one after the other. */
const within = (line: string, sentence: string): boolean => {
  const pieces = sentence.trim().split(/%(?:02)?[dsqv]/);
  let at = 0;
  return pieces.every((piece) => {
    const found = line.indexOf(piece, at);
    at = found + piece.length;
    return found >= 0;
  });
};

const missing = (sentences: string[], known: string[]): string[] =>
  sentences.filter((s) => !known.some((line) => within(line, s)));

/** They are errors of the router, and no session's. */
const errors = /has no account|has to be known/;

test('every sentence of a decision that the functions have is one of those above', () => {
  const sentences = [
    ...['decide', 'overflow', 'trace'].flatMap((f) => quoted(source(`shared/route/${f}.go`), /"/)),
    ...quoted(source('shared/configuration/config.go'), /Label:/),
    ...quoted(source('shared/condition/explain.go'), /WriteString|" is|why/),
    ...quoted(source('shared/assign/assign.go'), /"/),
    ...quoted(source('shared/agent/agent.go'), /used\)"/),
    ...sources('shared/conversation').flatMap((text) => quoted(text, /because\(/)),
    ...sources('shared/dispatch').flatMap((text) => quoted(text, /lines|trace :=|why = append|\[\]string\{/)),
  ].filter((s) => !errors.test(s));
  assert.ok(sentences.length > 60, `only ${sentences.length} sentences were found`);
  assert.deepEqual(
    missing(
      sentences,
      said.map(([line]) => line),
    ),
    [],
  );
});

test('every reason that the functions have is one of those above', () => {
  const sentences = [
    ...sources('shared/conversation').flatMap((text) => quoted(text, /AwayBy,|Reason:/)),
    ...quoted(
      source('shared/conversation/reply.go').split('// Objection')[0]?.split(') Fault()')[1] ?? '',
      /return/,
    ),
    ...quoted(
      source('shared/conversation/reply.go').split(') Objection(')[1]?.split('\n}')[0] ?? '',
      /return/,
    ),
    ...quoted(source('functions/routing/routing.go'), /Reason = "|Failed, "/),
    ...quoted(source('functions/reply/reply.go'), /Reason: "|Postpone\(|(interrupted|unanswered) +=/),
    ...quoted(source('shared/store/outbox.go'), /Malformed:|"reason", Value: `/).filter((s) =>
      s.startsWith('the '),
    ),
    ...quoted(source('functions/media/limits.go'), / refusal = /),
    ...quoted(source('shared/businessmessages/client.go'), /Sprintf\("Business|Message: "/),
  ];
  assert.ok(sentences.length > 15, `only ${sentences.length} reasons were found`);
  assert.deepEqual(
    missing(
      sentences,
      reasons.map(([line]) => line),
    ),
    [],
  );
});

test('every limit that a channel has is one of those above', () => {
  const sentences = [
    ...quoted(source('shared/channel/limits.go'), /add\(|LimitError\{"/),
    ...quoted(source('shared/businessmessages/prepare.go'), /Problem: "/).filter((s) => s.startsWith('a ')),
  ];
  assert.ok(sentences.length > 8, `only ${sentences.length} limits were found`);
  assert.deepEqual(
    missing(
      sentences,
      limits.map(([line]) => line),
    ),
    [],
  );
});

// ---- What becomes of them

const english =
  /(?<![\w-])(the|is|are|was|were|does|not|no|matches|match|fails|failed|queues?|workstream|its?|of|and|or|to|for|in|more|looked|ended|ago|opens|never|waits?|waited|limit|takes|ends|told|stays|before|rule|skill|units|free|last|released|assigned|used|room|declined|serve|nobody|else|there|has|that|first|unless|own|lines|offers|picture|reply|text|cannot)(?![\w-])/;

/** What a line has that is in no language: quotations, what conditions ask for, CEL's own words. */
const bare = (line: string): string =>
  line
    .replace(/"(?:[^"\\]|\\.)*"/g, '""')
    .replace(/, type conversion error .*$/, '')
    .replace(/\S*\.\S*/g, '')
    .replace(/\w+ in \[[^\]]*\]/g, '');

test('no line of the tests of the backend is English in French', () => {
  const lines = [...new Set([...golden, ...expected])];
  assert.ok(golden.length > 500 && expected.length > 10, `${golden.length}, ${expected.length}`);
  const heard = french(() => lines.map((line) => [line, traceLine(line)] as const));
  assert.deepEqual(
    heard.filter(([, fr]) => english.test(bare(fr))),
    [],
  );
  const changed = heard.flatMap(([line, fr]) =>
    (line.match(/"(?:[^"\\]|\\.)*"|\d[\d.:hmd-]*|\S*\.\S*|\w+(?:-\w+)+/g) ?? []).filter(
      (kept) => !fr.includes(kept),
    ),
  );
  assert.deepEqual(changed, [], 'names, numbers and values stay');
});

test('each sentence has its French, with names and values as they were', () => {
  french(() => {
    for (const [line, want] of said) assert.equal(traceLine(line), want);
    for (const [line, want] of [...reasons, ...limits]) assert.equal(reason(line), want);
  });
});

test('in English everything stays as it is', () => {
  for (const [line] of said) assert.equal(traceLine(line), line);
  for (const [line] of [...reasons, ...limits]) assert.equal(reason(line), line);
});

test('what a customer wrote is quoted as it is, whatever it says', () => {
  const text =
    '"a is true; it sets priority \\", language fr\\") is false (x; b fails and it has no condition…"';
  const line = `route a matches: message.text.contains("is true; x") is true (message.text ${text}); it sets skill french 1`;
  assert.equal(
    french(() => traceLine(line)),
    `route a correspond : message.text.contains("is true; x") est vrai (message.text ${text}) ; elle fixe : compétence french 1`,
  );
});

test('a comparison that was cut in the middle of a quotation does not hide what follows', () => {
  const cut = `placeId in ["${'a'.repeat(187)}…`;
  assert.equal([...cut].length, 201, 'as long as the backend makes it');
  const map = `{k "${'é'.repeat(197)}…}`;
  assert.equal(
    french(() =>
      traceLine(`route a does not match: ${cut} is false (placeId "b"); c == "d" is true (x ${map})`),
    ),
    `route a ne correspond pas : ${cut} est faux (placeId "b") ; c == "d" est vrai (x ${map})`,
  );
});

test('what somebody typed, and what nobody translated, stays as it is', () => {
  const typed = [
    'Parcel is late; the customer is told',
    'Anna: is away',
    'she matches: the customer knows her',
    'queue front: they know more',
    'overflow of front: too many people',
    'Ben (0 of 3 used): is on holiday, last released never',
    'the session ends',
    'is away',
    'Zoé Martin',
    '',
    'a, b, c; '.repeat(40),
    'queue a: none, '.repeat(20),
  ];
  french(() => {
    for (const line of typed) {
      assert.equal(traceLine(line), line);
      assert.equal(reason(line), line);
    }
  });
});
