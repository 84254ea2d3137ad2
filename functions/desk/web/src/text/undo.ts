import type { Problem, Undoable } from '../state/undo.js';
import type { Texts } from './language.js';

type Why = Parameters<Problem>[1];

interface Undo {
  done: Record<Undoable, string>;
  undo: string;
  undone: (who: string) => string;
  /** why something is not done that looked done */
  not: Record<Why, (who: string, done: string, why: string) => string>;
}

export const undo: Texts<Undo> = {
  en: {
    done: {
      decline: 'Declined',
      done: 'Wrapped up',
      end: 'Ended',
      park: 'Set aside',
      release: 'Back in the queue',
      transfer: 'Transferred',
      close: 'Closed',
    },
    undo: 'Undo',
    undone: (who) => `Taken back: ${who}`,
    not: {
      failed: (who, done, why) => `${who}: “${done}” did not work. ${why}`,
      offline: (who, done) => `${who}: “${done}” was not carried out, because there is no connection.`,
      late: (who, done) => `${who}: “${done}” was not carried out, because the page was closed.`,
      wrote: (who) => `${who} has just written, so the conversation was not ended.`,
    },
  },
  fr: {
    done: {
      decline: 'Refusée',
      done: 'Finalisée',
      end: 'Terminée',
      park: 'Mise de côté',
      release: 'Remise dans la file',
      transfer: 'Transférée',
      close: 'Close',
    },
    undo: 'Annuler l’action',
    undone: (who) => `Action annulée : ${who}`,
    not: {
      failed: (who, done, why) => `${who} : « ${done} » n’a pas fonctionné. ${why}`,
      offline: (who, done) => `${who} : « ${done} » n’a pas été fait, faute de connexion.`,
      late: (who, done) => `${who} : « ${done} » n’a pas été fait, car la page a été fermée.`,
      wrote: (who) => `${who} vient d’écrire : la conversation n’a pas été terminée.`,
    },
  },
};
