// A function says in English why it does not do what an agent asked for. In another
// language a sentence is found by its pattern; one that is not known stays English.

import { language } from './language.js';

const french: [RegExp, string][] = [
  [/^this conversation waits in the queue (.+)$/, 'cette conversation attend dans la file $1'],
  [/^this conversation is being offered to you$/, 'cette conversation vous est proposée'],
  [/^this conversation is being offered to (.+)$/, 'cette conversation est proposée à $1'],
  [/^you have this conversation$/, 'vous avez cette conversation'],
  [/^(.+) has this conversation$/, '$1 a cette conversation'],
  [
    /^this conversation is parked until the customer writes$/,
    'cette conversation est mise de côté jusqu’à ce que le client écrive',
  ],
  [/^this conversation has ended$/, 'cette conversation est terminée'],
  [/^this conversation is closed$/, 'cette conversation est close'],
  [
    /^(.+) has no room: (\d+) of (\d+) units are used, this one takes (\d+)$/,
    '$1 n’a plus de place : $2 unités sur $3 sont prises, celle-ci en prend $4',
  ],
  [/^(.+) is not there: the connection was lost$/, '$1 n’est pas là : la connexion a été perdue'],
  [
    /^(.+) is not in the roster: ask a supervisor$/,
    '$1 n’est pas dans l’effectif : adressez-vous à un superviseur',
  ],
  [/^a customer prefers (\d+) agents at most$/, 'un client préfère au plus $1 agents'],
  [/^(.+) wraps it up$/, '$1 est en train de la finaliser'],
  [
    /^only a supervisor closes a conversation that has not ended$/,
    'seul un superviseur clôt une conversation qui n’est pas terminée',
  ],
  [
    /^only the agent who parked it, or a supervisor, can take it back$/,
    'seul l’agent qui l’a mise de côté, ou un superviseur, peut la reprendre',
  ],
  [/^only a supervisor assigns conversations$/, 'seul un superviseur attribue des conversations'],
  [/^there is no agent (.+)$/, 'il n’y a pas d’agent $1'],
  [/^there is no queue "?(.+?)"?$/, 'il n’y a pas de file $1'],
  [/^the queue (.+) is closed$/, 'la file $1 est fermée'],
  [/^you do not serve the queue (.+)$/, 'vous ne servez pas la file $1'],
  [/^(\d+) agents read along already$/, '$1 agents lisent déjà la conversation'],
  [/^you are no guest of this conversation$/, 'vous n’êtes pas invité dans cette conversation'],
  [/^the action has no author$/, 'l’action n’a pas d’auteur'],
  [/^there is no action (.+)$/, 'il n’y a pas d’action $1'],
  [/^there is no such conversation$/, 'cette conversation n’existe pas'],
  [/^"?(.+?)"? is no agent's address$/, '$1 n’est pas l’adresse d’un agent'],
  [/^it does not say which message was read$/, 'il manque le message qui a été lu'],
  [/^a note mentions (\d+) agents at most$/, 'une note mentionne au plus $1 agents'],
  [/^the note is empty$/, 'la note est vide'],
  [/^the note is longer than (\d+) bytes$/, 'la note dépasse $1 octets'],
  [/^this offer ended (.+) ago$/, 'cette proposition a pris fin il y a $1'],
  [/^this offer is over: (.+)$/, 'cette proposition n’est plus valable : $1'],
  [/^a priority is from (-?\d+) to (\d+)$/, 'une priorité va de $1 à $2'],
  [/^a transfer is to a queue or to an agent$/, 'un transfert va vers une file ou vers un agent'],
  [/^(.+) is (busy|away|offline|available)$/, '$1 n’est pas disponible'],
];

const capital = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1);

/** translate finds the French for a function's sentence, also for one within another. */
function translate(reason: string): string {
  for (const [pattern, words] of french) {
    const match = pattern.exec(reason);
    if (!match) continue;
    return words.replace(/\$(\d)/g, (_, n) => {
      const part = match[Number(n)] ?? '';
      return part.startsWith('this conversation') ? translate(part) : part;
    });
  }
  return reason;
}

/** refusal is why an action was not carried out, as a sentence. */
export function refusal(reason: string): string {
  return `${capital(language.code === 'fr' ? translate(reason) : reason)}.`;
}
