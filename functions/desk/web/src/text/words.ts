// The words that the whole desk has for what the database calls by a word.

import type { Role, Status } from '../data/documents.js';
import type { Presence, State } from '../data/words.gen.js';
import { levelOf, type Priority } from '../state/priority.js';
import { language, number, say, type Texts } from './language.js';

interface Words {
  states: Record<State, string>;
  presences: Record<Presence, string>;
  roles: Record<Exclude<Role, ''>, string>;
  statuses: Record<Exclude<Status, ''>, string>;
  causes: Record<string, string>;
  kinds: Record<string, string>;
  /** what the built-in rules mask; others are called what the admin calls them */
  numbers: Record<string, string>;
  masked: (what: string) => string;
  customer: string;
  priorities: Record<Priority, string>;
}

const words: Texts<Words> = {
  en: {
    states: {
      open: 'Waiting in the queue',
      offered: 'Offered',
      active: 'Active',
      parked: 'Set aside',
      'wrap-up': 'Wrap-up',
      closed: 'Closed',
    },
    presences: { available: 'Available', busy: 'Busy', away: 'Away', offline: 'Offline' },
    roles: { none: 'Suspended', agent: 'Agent', supervisor: 'Supervisor', admin: 'Admin' },
    statuses: {
      pending: 'Sending…',
      sending: 'Sending…',
      sent: 'Sent',
      delivered: 'Delivered',
      read: 'Read',
      failed: 'Not sent',
      revoked: 'Taken back',
      unknown: 'May not have been sent',
    },
    causes: {
      customerWrote: 'The customer wrote',
      pushed: 'Offered',
      picked: 'Taken',
      started: 'Started by an agent',
      assigned: 'Assigned',
      accepted: 'Accepted',
      declined: 'Declined',
      offerExpired: 'The offer ended without an answer',
      agentGone: 'The agent was no longer there',
      parkedByAgent: 'Set aside',
      parkOver: 'Back, as it was set aside until now',
      revived: 'Resumed',
      returned: 'Back with the same agent',
      transferredToQueue: 'Transferred to a queue',
      transferredToAgent: 'Transferred to an agent',
      released: 'Put back into the queue',
      ended: 'Ended',
      done: 'Wrapped up',
      wrapUpExpired: 'The time to wrap up ran out',
      closedBySupervisor: 'Closed by a supervisor',
      accountRemoved: 'Closed: the account was removed or is closing',
      inactive: 'Closed because nobody wrote for a while',
      overflowed: 'Closed by overflow',
      unsubscribed: 'The customer wants no more messages',
      subscribed: 'The customer wants messages again',
      overflowedToQueue: 'Moved to another queue by overflow',
      noAnswer: 'Put back because nobody answered',
      noticeAccepted: 'The customer agreed to the notice',
      noticeRefused: 'The customer refused the notice',
      noticeUnanswered: 'The customer did not answer the notice',
      askedForPerson: 'The customer asked for a person',
      prioritySet: 'The priority was changed',
      tagged: 'Tagged',
      untagged: 'Tag removed',
      outcomeSet: 'The outcome was set',
      consulted: 'A guest joined',
      guestLeft: 'A guest left',
      guestDismissed: 'A guest was removed',
      alerted: 'Nobody answered in time',
      holdBegan: 'Kept from being deleted, by an admin',
      holdEnded: 'No longer kept from being deleted',
      silenced: 'Automation held back',
    },
    kinds: {
      file: 'File',
      picture: 'Picture',
      location: 'Location',
      choice: 'Choice',
      card: 'Card',
      wantsPerson: 'Wants to talk to a person',
      survey: 'Answer to the survey',
      consent: 'Consent',
      other: 'Message of an unknown kind',
    },
    numbers: {
      card: 'card number',
      'fr-nir': 'social security number',
      'us-ssn': 'social security number',
      'uk-nino': 'national insurance number',
      'de-steuer-id': 'tax number',
      'es-dni': 'identity number',
      iban: 'IBAN',
    },
    masked: (what) => `Masked: ${what}`,
    customer: 'Customer',
    priorities: { low: 'Low', normal: 'Normal', high: 'High', urgent: 'Urgent' },
  },
  fr: {
    states: {
      open: 'Dans la file d’attente',
      offered: 'Proposée',
      active: 'En cours',
      parked: 'Mise de côté',
      'wrap-up': 'Finalisation',
      closed: 'Close',
    },
    presences: { available: 'Disponible', busy: 'Occupé', away: 'Absent', offline: 'Hors ligne' },
    roles: { none: 'Suspendu', agent: 'Agent', supervisor: 'Superviseur', admin: 'Administrateur' },
    statuses: {
      pending: 'Envoi…',
      sending: 'Envoi…',
      sent: 'Envoyé',
      delivered: 'Distribué',
      read: 'Lu',
      failed: 'Non envoyé',
      revoked: 'Retiré',
      unknown: 'Envoi incertain',
    },
    causes: {
      customerWrote: 'Le client a écrit',
      pushed: 'Proposée',
      picked: 'Prise dans la file',
      started: 'Ouverte par un agent',
      assigned: 'Attribuée',
      accepted: 'Acceptée',
      declined: 'Refusée',
      offerExpired: 'La proposition est restée sans réponse',
      agentGone: 'L’agent n’était plus là',
      parkedByAgent: 'Mise de côté',
      parkOver: 'De retour : mise de côté jusqu’à ce moment',
      revived: 'Reprise',
      returned: 'De retour chez le même agent',
      transferredToQueue: 'Transférée à une file',
      transferredToAgent: 'Transférée à un agent',
      released: 'Remise dans la file',
      ended: 'Terminée',
      done: 'Finalisée',
      wrapUpExpired: 'Le temps de finalisation est écoulé',
      closedBySupervisor: 'Close par un superviseur',
      accountRemoved: 'Close : le compte est retiré ou va l’être',
      inactive: 'Close car plus personne n’écrivait',
      overflowed: 'Close par débordement',
      unsubscribed: 'Le client ne veut plus de messages',
      subscribed: 'Le client veut à nouveau des messages',
      overflowedToQueue: 'Passée à une autre file par débordement',
      noAnswer: 'Remise dans la file faute de réponse',
      noticeAccepted: 'Le client a accepté l’avis',
      noticeRefused: 'Le client a refusé l’avis',
      noticeUnanswered: 'Le client n’a pas répondu à l’avis',
      askedForPerson: 'Le client a demandé une personne',
      prioritySet: 'La priorité a été changée',
      tagged: 'Étiquette ajoutée',
      untagged: 'Étiquette retirée',
      outcomeSet: 'L’issue a été indiquée',
      consulted: 'Un invité est arrivé',
      guestLeft: 'Un invité est parti',
      guestDismissed: 'Un invité a été retiré',
      alerted: 'Personne n’a répondu à temps',
      holdBegan: 'Protégée de l’effacement par un administrateur',
      holdEnded: 'N’est plus protégée de l’effacement',
      silenced: 'Automatismes suspendus',
    },
    kinds: {
      file: 'Fichier',
      picture: 'Image',
      location: 'Position',
      choice: 'Choix',
      card: 'Carte',
      wantsPerson: 'Souhaite parler à une personne',
      survey: 'Réponse au sondage',
      consent: 'Consentement',
      other: 'Message d’un genre inconnu',
    },
    numbers: {
      card: 'numéro de carte',
      'fr-nir': 'numéro de sécurité sociale',
      'us-ssn': 'numéro de sécurité sociale',
      'uk-nino': 'numéro de sécurité sociale',
      'de-steuer-id': 'numéro fiscal',
      'es-dni': 'numéro d’identité',
      iban: 'IBAN',
    },
    masked: (what) => `Masqué : ${what}`,
    customer: 'Client',
    priorities: { low: 'Basse', normal: 'Normale', high: 'Haute', urgent: 'Urgente' },
  },
};

export const stateWord = (s: State): string => say(words).states[s] ?? s;
export const presenceWord = (p: Presence): string => say(words).presences[p] ?? p;
export const roleWord = (r: Role): string => (r === '' ? '' : (say(words).roles[r] ?? r));
export const statusWord = (s: Status): string => (s === '' ? '' : (say(words).statuses[s] ?? s));
export const causeWord = (cause: string): string => say(words).causes[cause] ?? cause;
/** What a priority is called; one that a rule set may be between those that have names. */
export const priorityWord = (n: number): string => {
  const level = levelOf(n);
  return level ? say(words).priorities[level] : number(n);
};
/** What a message is that has no text to show. */
export const kindWord = (kind: string): string => say(words).kinds[kind] ?? say(words).kinds.other ?? kind;
/** What was masked in a message, by the names of the rules. */
export const maskedWords = (names: string[]): string =>
  say(words).masked(names.map((name) => say(words).numbers[name] ?? name).join(', '));
/** The customer's name, or that there is none. */
export const customerName = (name: string): string => name || say(words).customer;

/** preview is what a list shows of the newest message. */
export const preview = (text: string, kind: string): string =>
  text || (kind === 'text' || kind === '' ? '' : kindWord(kind));

/** In which languages every word is there; a test asks. */
export const wordsByLanguage = words;
export { language };
