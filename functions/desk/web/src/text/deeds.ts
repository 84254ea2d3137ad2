import type { Cause } from '../data/words.gen.js';
import { say, type Texts } from './language.js';

/** What an agent did, as one says it: you took it, Ben took it. Where is a queue. */
type Deed = (who: string, you: boolean, where: string) => string;

const deeds: Texts<Partial<Record<Cause, Deed>>> = {
  en: {
    accepted: (who) => `${who} accepted it`,
    picked: (who) => `${who} took it`,
    started: (who) => `${who} wrote first`,
    assigned: (who) => `${who} assigned it`,
    parkedByAgent: (who) => `${who} set it aside`,
    revived: (who) => `${who} resumed it`,
    transferredToQueue: (who, _, where) => `${who} transferred it to ${where}`,
    transferredToAgent: (who) => `${who} transferred it to a colleague`,
    released: (who) => `${who} put it back into the queue`,
    declined: (who) => `${who} declined it`,
    ended: (who) => `${who} ended it`,
    done: (who) => `${who} wrapped it up`,
    consulted: (who) => `${who} invited a guest`,
    guestLeft: (who) => `${who} left as a guest`,
    guestDismissed: (who) => `${who} removed a guest`,
    prioritySet: (who) => `${who} changed the priority`,
    closedBySupervisor: (who) => `${who} closed it`,
  },
  fr: {
    accepted: (who, you) => (you ? 'Vous l’avez acceptée' : `${who} l’a acceptée`),
    picked: (who, you) => (you ? 'Vous l’avez prise' : `${who} l’a prise`),
    started: (who, you) => (you ? 'Vous avez écrit en premier' : `${who} a écrit en premier`),
    assigned: (who, you) => (you ? 'Vous l’avez attribuée' : `${who} l’a attribuée`),
    parkedByAgent: (who, you) => (you ? 'Vous l’avez mise de côté' : `${who} l’a mise de côté`),
    revived: (who, you) => (you ? 'Vous l’avez reprise' : `${who} l’a reprise`),
    transferredToQueue: (who, you, where) =>
      you ? `Vous l’avez transférée : ${where}` : `${who} l’a transférée : ${where}`,
    transferredToAgent: (who, you) =>
      you ? 'Vous l’avez transférée à un collègue' : `${who} l’a transférée à un collègue`,
    released: (who, you) => (you ? 'Vous l’avez remise dans la file' : `${who} l’a remise dans la file`),
    declined: (who, you) => (you ? 'Vous l’avez refusée' : `${who} l’a refusée`),
    ended: (who, you) => (you ? 'Vous l’avez terminée' : `${who} l’a terminée`),
    done: (who, you) => (you ? 'Vous l’avez finalisée' : `${who} l’a finalisée`),
    consulted: (who, you) => (you ? 'Vous avez invité un collègue' : `${who} a invité un collègue`),
    guestLeft: (who, you) => (you ? 'Vous avez quitté la conversation' : `${who} a quitté la conversation`),
    guestDismissed: (who, you) => (you ? 'Vous avez retiré un invité' : `${who} a retiré un invité`),
    prioritySet: (who, you) => (you ? 'Vous avez changé la priorité' : `${who} a changé la priorité`),
    closedBySupervisor: (who, you) => (you ? 'Vous l’avez close' : `${who} l’a close`),
  },
};

/** deed is what an agent did, in a clause; empty for what agents do not do. */
export const deed = (cause: Cause | '', who: string, you: boolean, where: string): string =>
  cause === '' ? '' : (say(deeds)[cause]?.(who, you, where) ?? '');
