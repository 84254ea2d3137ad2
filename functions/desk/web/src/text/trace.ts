// Functions write in English why they decided as they did. In French a line is found
// by its form, and the parts that it consists of by theirs. A line is known as a whole
// or stays as it is: somebody may have typed it.

import { language } from './language.js';

/**
 * What stays is a sign, the same in both languages, in the same order: # is a number, %
 * a word, * anything; @ is anything that is put into French too. (s) is there where the
 * number before it makes a plural.
 */
type Forms = Record<string, string>;

/** What stands by itself. It is nothing that an agent would type as a reason. */
const lines: Forms = {
  "workstream %: the account's workstream": 'flux % : celui du compte',
  "workstream %: brand agent *'s workstream": 'flux % : celui de l’agent de marque *',
  'the session before ended % ago: its classification is kept':
    'la session précédente a pris fin il y a % : sa classification est gardée',
  'routes: # more not looked at': 'routes : # autre(s) non examinée(s)',
  'classification %: # more not looked at': 'classification % : # autre(s) non examinée(s)',
  'split of route %: % of 100 falls to queue %': 'répartition de la route % : % sur 100 revient à la file %',
  'queue %: @': 'file % : @',
  'overflow of %: @': 'débordement de % : @',
  'route %: @': 'route % : @',
  'priority #': 'priorité #',
  "asked first: the customer's agent": 'interrogé d’abord : l’agent attitré du client',
  "the first that waits and fits *, unless it is for the customer's own agent":
    'la première en attente qui convient à *, sauf si elle revient à l’agent attitré du client',
  'nobody else in * has room and is there': 'personne d’autre dans * n’est présent avec de la place',
  'and # lines more': 'et # ligne(s) de plus',
  '*: not there any more, or something else came first': '* : n’est plus là, ou autre chose est venu d’abord',
  '* (# of # used): @': '* (# sur #) : @',
};

/** What lines consist of, and last how parts are put together. */
const parts: Forms = {
  // Queues.
  'route %': 'route %',
  'queue % takes it': 'la file % prend la session',
  "the workstream's fallback queue": 'la file de repli du flux',
  'a rule failed': 'une règle a échoué',
  'no rule matched': 'aucune règle ne correspond',
  'the fallback queue': 'la file de repli',
  'there is no queue % any more': 'la file % n’existe plus',
  // Overflow.
  'none by waiting': 'aucun dû à l’attente',
  none: 'aucun',
  '# wait': '# en attente',
  'waited %': '% d’attente',
  'the limit is %': 'la limite est de %',
  'the limit is % of opening time': 'la limite est de % d’ouverture',
  'it is closed': 'file fermée',
  'opens % % %': 'ouvre le % % %',
  'never opens': 'n’ouvre jamais',
  'and queues anyway': 'la session y attend quand même',
  'every queue that rules chose overflows': 'toutes les files choisies par les règles débordent',
  '% is available first: @': '% est disponible la première : @',
  'the session ends': 'la session se termine',
  'the customer is told': 'le client est prévenu',
  'and it waits in queue %': 'et la session attend dans la file %',
  'it stays': 'elle reste',
  'the queue never opens for so long': 'la file n’ouvre jamais aussi longtemps',
  'it was in % before': 'elle est déjà passée par %',
  // Agents: why not, and what they were compared by.
  'not in the roster': 'n’est pas dans l’effectif',
  'does not serve the queue': 'ne sert pas la file',
  'is available': 'est disponible',
  'is busy': 'est occupé',
  'is away': 'est absent',
  'is offline': 'est hors ligne',
  'no room: # of # units are used, this one takes #':
    'pas de place : # unité(s) prise(s) sur #, celle-ci en prend #',
  'declined it or let it pass': 'l’a refusée ou laissée passer',
  'skill % is #, # is needed': 'compétence % : #, il faut #',
  'declined # of # times': 'refusée # fois sur #',
  '# levels from the skills': '# niveau(x) d’écart avec les compétences',
  '# units free': '# unité(s) libre(s)',
  'last released never': 'aucune session rendue',
  'last released % %': 'dernière session rendue % %',
  'last assigned never': 'aucune session reçue',
  'last assigned % %': 'dernière session reçue % %',
  '% #': '% #', // a skill and its level
  // What is wrong with a field of a message.
  'is missing': 'manque',
  'is # characters long, at most #': 'compte # caractères, # au plus',
  'is # bytes long, at most #': 'compte # octets, # au plus',
  'there are #, at most #': 'il y en a #, # au plus',
  'there is none': 'il n’y en a pas',
  'has neither title nor body nor media': 'n’a ni titre, ni corps, ni média',
  'is short, medium or tall': 'doit valoir short, medium ou tall',
  'the channel cannot send *': 'le canal ne peut pas envoyer *',
  'the channel cannot offer * here': 'le canal ne peut pas proposer * ici',
  'the channel shows plain text only': 'le canal n’affiche que du texte brut',
  'a card shows pictures only': 'une fiche n’affiche que des images',
  '@; @': '@ ; @',
  '@, @': '@, @',
};

const reasons: Forms = {
  'offers in a row that were not answered: #': 'propositions d’affilée restées sans réponse : #',
  'the reply has no text': 'la réponse n’a pas de texte',
  "the reply's text is longer than 100,000 bytes": 'le texte de la réponse dépasse 100 000 octets',
  "the reply's id must be 1 to 128 letters, digits, hyphens or underscores":
    'l’identifiant de la réponse doit compter 1 à 128 lettres, chiffres, traits d’union ou tirets bas',
  "the reply's fields have the wrong types": 'les champs de la réponse n’ont pas les bons types',
  "the reply's status must be %": 'l’état de la réponse doit être %',
  'the customer last wrote more than # days ago, and the channel takes nothing after that':
    'le client n’a plus écrit depuis plus de # jour(s), et le canal n’accepte rien au-delà',
  'files are switched off for this workstream': 'les fichiers sont désactivés pour ce flux',
  'there is no channel *': 'il n’y a pas de canal *',
  'the channel did not take it yet; it will be sent again':
    'le canal ne l’a pas encore pris ; il sera envoyé de nouveau',
  'Business Messages answered *: no explanation': 'Business Messages a répondu * sans explication',
  'Business Messages answered *: *': 'Business Messages a répondu * : *',
  'the picture has expired or was deleted before it could be copied':
    'l’image a expiré ou a été supprimée avant d’avoir pu être copiée',
  'the picture could not be copied before it expired': 'l’image n’a pas pu être copiée avant son expiration',
  'the picture is larger than # MB': 'l’image dépasse # Mo',
  'the picture has too many pixels to be shown safely':
    'l’image a trop de pixels pour être affichée sans risque',
  'the file is not a JPEG, PNG, GIF or WebP picture': 'le fichier n’est pas une image JPEG, PNG, GIF ou WebP',
  'the picture is not where the channel keeps pictures, so it was not fetched':
    'l’image n’est pas là où le canal garde les images, elle n’a donc pas été récupérée',
  'the picture came in a form that is not opened, to be safe':
    'l’image est arrivée sous une forme qui n’est pas ouverte, par prudence',
  '%: @': '% : @',
};

const signs: Record<string, string> = { '#': '(-?\\d+)', '%': '(\\S+)' };
const compiled = new Map<string, RegExp>();

function pattern(form: string): RegExp {
  let p = compiled.get(form);
  if (!p) {
    p = RegExp(`^${form.replace(/[()]/g, '\\$&').replace(/[#%*@]/g, (sign) => signs[sign] ?? '(.*?)')}$`);
    compiled.set(form, p);
  }
  return p;
}

/** translate finds the French of a sentence; there is none where one of its parts has none. */
function translate(text: string, forms: Forms): string | undefined {
  for (const [form, words] of Object.entries(forms)) {
    const found = pattern(form).exec(text);
    let i = 0;
    let known = found !== null;
    const french =
      found &&
      words.replace(/[#%*@]|\((.)\)/g, (sign, many) => {
        if (many) return Number(found[i]) < 2 ? '' : many;
        const part = found[++i] ?? '';
        const said = sign === '@' && known ? translate(part, parts) : part;
        known &&= said !== undefined;
        return said ?? '';
      });
    if (french && known) return french;
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
