// Functions write in English why they decided as they did. In French a line is found
// by its form, and the parts that it consists of by theirs. A line is known as a whole
// or stays as it is: somebody may have typed it.

import { language } from './language.js';

/**
 * What stays is a sign, the same in both languages, in the same order: # is a number, %
 * a word, * anything; @ is put into French too, and ~ is a condition with what made it
 * true or false. (s) is there where the number before it makes a plural.
 */
type Forms = [RegExp, string][];

const signs: Record<string, string> = { '#': '(-?\\d+)', '%': '(\\S+)' };
const compile = (words: Record<string, string>): Forms =>
  Object.entries(words).map(([form, french]) => [
    RegExp(`^${form.replace(/[()]/g, '\\$&').replace(/[#%*@~]/g, (sign) => signs[sign] ?? '(.*?)')}$`, 's'),
    french,
  ]);

/** What stands by itself. It is nothing that an agent would type as a reason. */
const lines = compile({
  '@ matches: ~': '@ correspond : ~',
  '@ does not match: ~': '@ ne correspond pas : ~',
  '@ fails: ~': '@ échoue : ~',
  'the session before ended % ago: *':
    'la session précédente a pris fin il y a % : sa classification est gardée',
  'the first that waits and fits *, unless *':
    'la première en attente qui convient à *, sauf si elle revient à l’agent du client',
  'nobody else in * has room *': 'personne d’autre dans * n’est présent avec de la place',
  'and # lines more': 'et # ligne(s) de plus',
  'priority #': 'priorité #',
  '*: not there any more, or *': '* : n’est plus là, ou autre chose est venu d’abord',
  '* (# of # used): @': '* (# sur #) : @',
  '@: @': '@ : @',
});

/** What lines consist of, and first how parts are put together. */
const parts = compile({
  '@; @': '@ ; @',
  '@, @': '@, @',
  // Workstreams, rules and queues.
  'workstream %': 'flux %',
  "the account's workstream": 'celui du compte',
  "brand agent *'s workstream": 'celui de l’agent de marque *',
  'classification %': 'classification %',
  'rule %': 'règle %',
  'route %': 'route %',
  routes: 'routes',
  '# more not looked at': '# autre(s) non examinée(s)',
  'split of @': 'répartition de la @',
  '% of 100 falls to queue %': '% sur 100 revient à la file %',
  'queue %': 'file %',
  'queue % takes it': 'la file % prend la session',
  "the workstream's fallback queue": 'la file de repli du flux',
  'a rule failed': 'une règle a échoué',
  'no rule matched': 'aucune règle ne correspond',
  'the fallback queue': 'la file de repli',
  'there is no queue % any more': 'la file % n’existe plus',
  // Overflow.
  'overflow of %': 'débordement de %',
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
  'every queue *': 'toutes les files choisies par les règles débordent',
  '% is available first: @': '% est disponible la première : @',
  'the session ends': 'la session se termine',
  'the customer is told': 'le client est prévenu',
  'and it waits in queue %': 'et la session attend dans la file %',
  'it stays': 'elle reste',
  'the queue never *': 'la file n’ouvre jamais aussi longtemps',
  'it was in % before': 'elle est déjà passée par %',
  // Agents: why not, and what they were compared by.
  'asked first': 'interrogé d’abord',
  "the customer's agent": 'l’agent du client',
  'not in the roster': 'n’est pas dans l’effectif',
  'does not serve the queue': 'ne sert pas la file',
  'is available': 'est disponible',
  'is busy': 'est occupé',
  'is away': 'est absent',
  'is offline': 'est hors ligne',
  'no room: # of # units are used': 'pas de place : # unité(s) prise(s) sur #',
  'this one takes #': 'celle-ci en prend #',
  'declined it *': 'l’a refusée ou laissée passer',
  'skill % is #': 'compétence % : #',
  '# is needed': 'il faut #',
  'declined # of # times': 'refusée # fois sur #',
  '# levels from the skills': '# niveau(x) d’écart avec les compétences',
  '# units free': '# unité(s) libre(s)',
  'last released never': 'aucune session rendue',
  'last released % %': 'dernière session rendue % %',
  'last assigned never': 'aucune session reçue',
  'last assigned % %': 'dernière session reçue % %',
  '% #': '% #', // a skill and its level
});

/** What functions say where nobody else could: its beginning is enough to know it by. */
const reasons = compile({
  'offers in a row that were not answered: #': 'propositions d’affilée restées sans réponse : #',
  'the reply has no text': 'la réponse n’a pas de texte',
  "the reply's text *": 'le texte de la réponse dépasse 20 000 octets',
  "the reply's id *": 'l’identifiant de la réponse n’est pas valable',
  "the reply's fields *": 'les champs de la réponse n’ont pas les bons types',
  "the reply's status must be %": 'l’état de la réponse doit être %',
  'the customer last wrote more than # days ago, *':
    'le client n’a plus écrit depuis plus de # jour(s), et le canal n’accepte rien au-delà',
  'files are switched off *': 'les fichiers sont désactivés pour ce flux',
  'there is no channel *': 'il n’y a pas de canal *',
  // Limits of the channel, each after the field that breaks it.
  '%: is # characters long, at most #': '% : # caractères, au plus #',
  '%: is # bytes long, at most #': '% : # octets, au plus #',
  '%: there are #, at most #': '% : il y en a #, au plus #',
  '%: there is none': '% : il n’y en a pas',
  '%: is missing': '% : manque',
  '%: has neither title nor body nor media': '% : ni titre, ni texte, ni image',
  '%: is short, medium or tall': '% : short, medium ou tall',
  '%: the channel cannot send "%"': '% : le canal ne peut pas envoyer "%"',
  '%: the channel cannot offer "%" here': '% : le canal ne peut pas proposer "%" ici',
  '%: a card shows pictures only': '% : une carte n’affiche que des images',
  '%: the channel shows plain text only': '% : le canal n’affiche que du texte simple',
  'the sending was interrupted, and sent again it could come twice':
    'l’envoi a été interrompu ; renvoyé, il pourrait arriver deux fois',
  'the channel did not answer, and sent again it could come twice':
    'le canal n’a pas répondu ; renvoyé, il pourrait arriver deux fois',
  'the customer has unsubscribed from messages': 'le client ne veut plus recevoir de messages',
  'it could not be delivered before it expired': 'il n’a pas pu être distribué avant d’expirer',
  'the channel could not deliver it': 'le canal n’a pas pu le distribuer',
  'the channel did not take it yet*': 'le canal ne l’a pas encore pris ; il sera envoyé de nouveau',
  'Business Messages answered *: no explanation': 'Business Messages a répondu * sans explication',
  'Business Messages answered *: *': 'Business Messages a répondu * : *',
  'the picture has expired *': 'l’image a expiré ou a été supprimée avant d’être copiée',
  'the picture could not *': 'l’image a expiré avant d’être copiée',
  'the picture is larger than # MB': 'l’image dépasse # Mo',
  'the picture has too *': 'l’image a trop de pixels pour être affichée sans risque',
  'the file is not a *': 'le fichier n’est pas une image JPEG, PNG, GIF ou WebP',
  'the picture is not *': 'l’image n’est pas là où le canal garde les images',
  'the picture came *': 'l’image a une forme qui n’est pas ouverte, par prudence',
});

/** translate finds the French of a sentence; there is none where one of its parts has none. */
function translate(text: string, among: Forms): string | undefined {
  for (const [pattern, words] of among) {
    const found = pattern.exec(text);
    if (!found) continue;
    let i = 0;
    let known = true;
    const french = words.replace(/[#%*@~]|\((.)\)/g, (sign, many) => {
      if (many) return Number(found[i]) < 2 ? '' : many;
      const part = found[++i] ?? '';
      if (sign === '~') return why(part);
      const said = sign === '@' && known ? translate(part, parts) : part;
      known &&= said !== undefined;
      return said ?? '';
    });
    if (known) return french;
  }
  return undefined;
}

const words: Record<string, string> = {
  ' is true': ' est vrai',
  ' is false': ' est faux',
  ' fails': ' échoue',
  'it has no condition': 'elle n’a pas de condition',
  priority: 'priorité',
  language: 'langue',
  skill: 'compétence',
  attribute: 'attribut',
};

// What is quoted stays as it is: a customer can have written the same. Comparisons and
// maps that were too long end after 200 characters, maybe in the middle of a quotation.
const tokens =
  /(; it sets |, )(\w+)|(?:^|; )(?:it has no condition|.{200}…(?= is | fails))?|\{.{200}…\}|"(?:[^"\\]|\\.)*"| is true| is false| fails/gsu;

/** why is what made a rule match or not, and what it sets. */
function why(text: string): string {
  let sets = false;
  return text.replace(tokens, (all, before, word) => {
    // V8 has '' for some groups that took no part.
    sets ||= before > ', ';
    if (before && sets) return (before > ', ' ? ' ; elle fixe : ' : before) + (words[word] ?? word);
    return all.startsWith('; ') ? ` ${all}` : (words[all] ?? all);
  });
}

const translated = new Map<string, string>();

/** traceLine is one line of why a conversation is where it is. Pages that redraw each second ask again and again. */
export function traceLine(line: string): string {
  if (language.code !== 'fr') return line;
  let french = translated.get(line);
  if (french === undefined) {
    if (translated.size >= 5000) translated.clear();
    french = translate(line, lines) ?? line;
    translated.set(line, french);
  }
  return french;
}

const frenchReason = (text: string): string => translate(text, reasons) ?? text;

/** reason is why a message was not sent, a file not kept or an agent set away: a line, or one for each problem. */
export const reason = (text: string): string =>
  language.code === 'fr' ? text.split('\n').map(frenchReason).join('\n') : text;
