// Functions write in English why they decided as they did. In French a line is found
// by its pattern, and the parts that it consists of by theirs. A line is known as a
// whole or stays as it is: somebody may have typed it.

import { language } from './language.js';

// {1} is what the pattern's first group has, {1*} the French of that; (s1) is a plural.
type Rules = [RegExp, string][];

/** What stands by itself. No sentence of these is one that an agent would type. */
const lines: Rules = [
  [/^workstream (\S+): the account's workstream$/, 'flux {1} : celui du compte'],
  [/^workstream (\S+): brand agent (.+)'s workstream$/, 'flux {1} : celui de l’agent de marque {2}'],
  [
    /^the session before ended (\S+) ago: its classification is kept$/,
    'la session précédente a pris fin il y a {1} : sa classification est gardée',
  ],
  [/^(routes|classification \S+): (\d+) more not looked at$/, '{1} : {2} autre(s2) non examinée(s2)'],
  [
    /^split of (route \S+): (\S+) of 100 falls to (.+)$/,
    'répartition de la {1} : {2} sur 100 revient à la {3*}',
  ],
  [/^queue (\S+): (.+)$/, 'file {1} : {2*}'],
  [/^overflow of (\S+): (.+)$/, 'débordement de {1} : {2*}'],
  [/^(route \S+): (every queue .+)$/, '{1} : {2*}'],
  [/^priority (-?\d+)$/, 'priorité {1}'],
  [/^asked first: the customer's agent$/, 'interrogé d’abord : l’agent attitré du client'],
  [
    /^the first that waits and fits (.+), unless it is for the customer's own agent$/,
    'la première en attente qui convient à {1}, sauf si elle revient à l’agent attitré du client',
  ],
  [/^nobody else in (.+) has room and is there$/, 'personne d’autre dans {1} n’est présent avec de la place'],
  [/^and (\d+) lines more$/, 'et {1} ligne(s1) de plus'],
  [
    /^(.+): not there any more, or something else came first$/,
    '{1} : n’est plus là, ou autre chose est venu d’abord',
  ],
  [/^(.+) \((\d+) of (\d+) used\): (.+)$/, '{1} ({2} sur {3}) : {4*}'],
];

/** What lines consist of, and last how parts are put together. */
const parts: Rules = [
  // Queues.
  [/^route \S+$/, '{0}'],
  [/^queue (\S+)$/, 'file {1}'],
  [/^queue (\S+) takes it$/, 'la file {1} prend la session'],
  [/^the workstream's fallback queue$/, 'la file de repli du flux'],
  [/^a rule failed$/, 'une règle a échoué'],
  [/^no rule matched$/, 'aucune règle ne correspond'],
  [/^the fallback queue$/, 'la file de repli'],
  [/^there is no queue (\S+) any more$/, 'la file {1} n’existe plus'],
  // Overflow.
  [/^none by waiting$/, 'aucun dû à l’attente'],
  [/^none$/, 'aucun'],
  [/^(\d+) wait$/, '{1} en attente'],
  [/^waited (\S+)$/, '{1} d’attente'],
  [/^the limit is (\S+)$/, 'la limite est de {1}'],
  [/^the limit is (\S+) of opening time$/, 'la limite est de {1} d’ouverture'],
  [/^it is closed$/, 'file fermée'],
  [/^opens ([^,]+)$/, 'ouvre le {1}'],
  [/^never opens$/, 'n’ouvre jamais'],
  [/^and queues anyway$/, 'la session y attend quand même'],
  [/^every queue that rules chose overflows$/, 'toutes les files choisies par les règles débordent'],
  [/^(\S+) is available first: (.+)$/, '{1} est disponible la première : {2*}'],
  [/^the session ends$/, 'la session se termine'],
  [/^the customer is told$/, 'le client est prévenu'],
  [/^and it waits in queue (\S+)$/, 'et la session attend dans la file {1}'],
  [/^it stays$/, 'elle reste'],
  [/^the queue never opens for so long$/, 'la file n’ouvre jamais aussi longtemps'],
  [/^it was in (\S+) before$/, 'elle est déjà passée par {1}'],
  // Agents: why not, and what they were compared by.
  [/^not in the roster$/, 'n’est pas dans l’effectif'],
  [/^does not serve the queue$/, 'ne sert pas la file'],
  [/^is available$/, 'est disponible'],
  [/^is busy$/, 'est occupé'],
  [/^is away$/, 'est absent'],
  [/^is offline$/, 'est hors ligne'],
  [
    /^no room: (\d+) of (\d+) units are used, this one takes (\d+)$/,
    'pas de place : {1} unité(s1) sur {2} prise(s1), celle-ci en prend {3}',
  ],
  [/^declined it or let it pass$/, 'l’a refusée ou laissée passer'],
  [/^skill (\S+) is (\d+), (\d+) is needed$/, 'compétence {1} : {2}, il faut {3}'],
  [/^declined (\d+) of (\d+) times$/, 'refusée {1} fois sur {2}'],
  [/^(\d+) levels from the skills$/, 'écart de compétences {1}'],
  [/^(-?\d+) units free$/, '{1} unité(s1) libre(s1)'],
  [/^last released never$/, 'aucune session rendue'],
  [/^last released (\d.+?Z)$/, 'dernière session rendue {1}'],
  [/^last assigned never$/, 'aucune session reçue'],
  [/^last assigned (\d.+?Z)$/, 'dernière session reçue {1}'],
  [/^\S+ \d+$/, '{0}'], // a skill and its level
  // What is wrong with a field of a message.
  [/^is missing$/, 'manque'],
  [/^is (\d+) characters long, at most (\d+)$/, 'compte {1} caractères, {2} au plus'],
  [/^is (\d+) bytes long, at most (\d+)$/, 'compte {1} octets, {2} au plus'],
  [/^there are (\d+), at most (\d+)$/, 'il y en a {1}, {2} au plus'],
  [/^there is none$/, 'il n’y en a pas'],
  [/^has neither title nor body nor media$/, 'n’a ni titre, ni corps, ni média'],
  [/^is short, medium or tall$/, 'doit valoir short, medium ou tall'],
  [/^the channel cannot send (".*")$/, 'le canal ne peut pas envoyer {1}'],
  [/^the channel cannot offer (".*") here$/, 'le canal ne peut pas proposer {1} ici'],
  [/^the channel shows plain text only$/, 'le canal n’affiche que du texte brut'],
  [/^a card shows pictures only$/, 'une fiche n’affiche que des images'],
  [/^(.+?); (.+)$/, '{1*} ; {2*}'],
  [/^(.+?), (.+)$/, '{1*}, {2*}'],
];

const reasons: Rules = [
  [/^offers in a row that were not answered: (\d+)$/, 'propositions d’affilée restées sans réponse : {1}'],
  [/^the reply has no text$/, 'la réponse n’a pas de texte'],
  [/^the reply's text is longer than 100,000 bytes$/, 'le texte de la réponse dépasse 100 000 octets'],
  [
    /^the reply's id must be 1 to 128 letters, digits, hyphens or underscores$/,
    'l’identifiant de la réponse doit compter 1 à 128 lettres, chiffres, traits d’union ou tirets bas',
  ],
  [/^the reply's fields have the wrong types$/, 'les champs de la réponse n’ont pas les bons types'],
  [/^the reply's status must be ("\w+")$/, 'l’état de la réponse doit être {1}'],
  [
    /^the customer last wrote more than (\d+) days ago, and the channel takes nothing after that$/,
    'le client n’a plus écrit depuis plus de {1} jour(s1), et le canal n’accepte rien au-delà',
  ],
  [/^files are switched off for this workstream$/, 'les fichiers sont désactivés pour ce flux'],
  [/^there is no channel (.*)$/, 'il n’y a pas de canal {1}'],
  [
    /^the channel did not take it yet; it will be sent again$/,
    'le canal ne l’a pas encore pris ; il sera envoyé de nouveau',
  ],
  [/^(Business Messages) answered (.+): no explanation$/, '{1} a répondu {2}, sans explication'],
  [/^(Business Messages) answered (.+?): (.*)$/, '{1} a répondu {2} : {3}'],
  [
    /^the picture has expired or was deleted before it could be copied$/,
    'l’image a expiré ou a été supprimée avant d’avoir pu être copiée',
  ],
  [
    /^the picture could not be copied before it expired$/,
    'l’image n’a pas pu être copiée avant son expiration',
  ],
  [/^the picture is larger than (\d+) MB$/, 'l’image dépasse {1} Mo'],
  [
    /^the picture has too many pixels to be shown safely$/,
    'l’image a trop de pixels pour être affichée sans risque',
  ],
  [
    /^the file is not a JPEG, PNG, GIF or WebP picture$/,
    'le fichier n’est pas une image JPEG, PNG, GIF ou WebP',
  ],
  [
    /^the picture is not where the channel keeps pictures, so it was not fetched$/,
    'l’image n’est pas là où le canal garde les images, elle n’a donc pas été récupérée',
  ],
  [
    /^the picture came in a form that is not opened, to be safe$/,
    'l’image est arrivée sous une forme qui n’est pas ouverte, par prudence',
  ],
  [/^([a-z][\w.[\]]*): (.+)$/i, '{1} : {2*}'],
];

/** translate finds the French of a sentence; there is none where one of its parts has none. */
function translate(text: string, rules: Rules): string | undefined {
  for (const [pattern, words] of rules) {
    const match = pattern.exec(text);
    if (!match) continue;
    let known = true;
    const french = words.replace(/\{(\d)(\*?)\}|\(s(\d)\)/g, (_, group, deep, counted) => {
      if (counted) return Number(match[counted]) < 2 ? '' : 's';
      const part = match[group] ?? '';
      const said = deep && known ? translate(part, parts) : part;
      known &&= said !== undefined;
      return said ?? '';
    });
    if (known) return french;
  }
  return undefined;
}

// ---- Rules: whether they match, what made them, and what they set

const verdicts: Record<string, string> = {
  matches: 'correspond',
  'does not match': 'ne correspond pas',
  fails: 'échoue',
  ' is true': ' est vrai',
  ' is false': ' est faux',
  ' fails': ' échoue',
  priority: 'priorité',
  language: 'langue',
  skill: 'compétence',
  attribute: 'attribut',
};

const looked = /^(route \S+|classification \S+, rule \S+) (matches|does not match|fails): (.+)$/s;
// A customer can have written the same: no backslash, so it cannot end within a quotation.
const setting =
  /^(.+?); it sets ((?:(?:, )?(?:priority|language|skill|attribute) (?:[^",\\]|"(?:[^"\\]|\\.)*")+)+)$/s;
// Quotations stay as they are. Comparisons and maps that were too long end after 200
// characters, maybe in the middle of a quotation.
const said = /(^|; )(.{200}…(?= is | fails))?|\{.{200}…\}|"(?:[^"\\]|\\.)*"| is true| is false| fails/gsu;

/** comparisons is what made a condition true or false. */
const comparisons = (text: string): string =>
  text === 'it has no condition'
    ? 'elle n’a pas de condition'
    : text.replace(said, (all, before?: string, long = '') =>
        before === undefined ? (verdicts[all] ?? all) : (before && ' ; ') + long,
      );

function rule(text: string): string | undefined {
  const [, label = '', verdict = '', why = ''] = looked.exec(text) ?? [];
  if (!label) return undefined;
  const [, before = why, sets] = setting.exec(why) ?? [];
  const set = sets?.replace(
    /(\w+)( (?:[^",]|"(?:[^"\\]|\\.)*")+)/g,
    (_, what, rest) => verdicts[what] + rest,
  );
  return `${label.replace(', rule ', ', règle ')} ${verdicts[verdict]} : ${comparisons(before)}${set ? ` ; elle fixe : ${set}` : ''}`;
}

/** traceLine is one line of why a conversation is where it is. */
export const traceLine = (line: string): string =>
  language.code === 'fr' ? (rule(line) ?? translate(line, lines) ?? line) : line;

/**
 * reason is why a message was not sent, a file not kept or an agent set away. A message
 * can have several faults, one a line.
 */
export const reason = (text: string): string =>
  language.code === 'fr'
    ? text
        .split('\n')
        .map((line) => translate(line, reasons) ?? line)
        .join('\n')
    : text;
