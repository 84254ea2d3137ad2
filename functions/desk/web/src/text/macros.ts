import type { Texts } from './language.js';

interface Macros {
  macro: string;
  command: (name: string) => string;
  title: (name: string, who: string) => string;
  run: string;
  sends: string;
  tags: string;
  outcome: string;
  thenEnd: string;
  thenTransfer: (queue: string) => string;
  thenAside: (span: string) => string;
}

export const macros: Texts<Macros> = {
  en: {
    macro: 'Macro',
    command: (name) => `Macro: ${name}`,
    title: (name, who) => `${name}: ${who}`,
    run: 'Do it',
    sends: 'Sends',
    tags: 'Tags',
    outcome: 'Outcome',
    thenEnd: 'Ends the conversation',
    thenTransfer: (queue) => `Transfers it to ${queue}`,
    thenAside: (span) => (span === '' ? 'Sets it aside until they answer' : `Sets it aside for ${span}`),
  },
  fr: {
    macro: 'Macro',
    command: (name) => `Macro : ${name}`,
    title: (name, who) => `${name} : ${who}`,
    run: 'Exécuter',
    sends: 'Envoie',
    tags: 'Étiquettes',
    outcome: 'Issue',
    thenEnd: 'Termine la conversation',
    thenTransfer: (queue) => `La transfère à ${queue}`,
    thenAside: (span) =>
      span === '' ? 'La met de côté jusqu’à sa réponse' : `La met de côté pendant ${span}`,
  },
};
