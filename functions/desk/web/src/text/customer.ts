import type { Texts } from './language.js';

/** Texts about a customer, a session, and why it is where it is. */
interface Customer {
  yes: string;
  customer: string;
  name: string;
  number: string;
  copyNumber: string;
  language: string;
  locale: string;
  entryPoint: string;
  entryPoints: Record<string, string>;
  place: string;
  page: string;
  account: string;
  brandAgent: string;
  customContext: string;
  openedAt: string;
  waitsFor: string;
  unanswered: string;
  handled: string;
  firstWait: string;
  priority: string;
  skills: string;
  owner: string;
  guests: string;
  preferred: string;
  preferMe: string;
  preferNot: (who: string) => string;
  notes: string;
  earlier: (n: number) => string;
  /** earlier sessions that one may not read, because of their queues or at all */
  hidden: (n: number, inQueues: boolean) => string;
  dismiss: (who: string) => string;
  nobodyHad: string;
  // why it is here
  whyWhat: string;
  by: string;
  configuration: string;
  nothingYet: string;
}

export const customer: Texts<Customer> = {
  en: {
    yes: 'yes',
    customer: 'Customer',
    name: 'Name',
    number: 'Phone number',
    copyNumber: 'Copy the number',
    language: 'Language',
    locale: 'Device’s language',
    entryPoint: 'Came from',
    entryPoints: {
      PLACESHEET: 'Google Search: place',
      MAPS: 'Google Maps',
      NON_LOCAL: 'Google Search',
      URL: 'Link',
      WIDGET: 'Website',
    },
    place: 'Place',
    page: 'Page',
    account: 'Account',
    brandAgent: 'Brand agent',
    customContext: 'Context',
    openedAt: 'Opened',
    waitsFor: 'Waits for',
    unanswered: 'Unanswered for',
    handled: 'Worked on for',
    firstWait: 'waited',
    priority: 'Priority',
    skills: 'Skills needed',
    owner: 'Agent',
    guests: 'Read along',
    preferred: 'Preferred agents',
    preferMe: 'Prefer me next time',
    preferNot: (who) => `No longer prefer ${who}`,
    notes: 'Notes',
    earlier: (n) => `Earlier sessions (${n})`,
    hidden: (n, inQueues) =>
      `${n} earlier ${n === 1 ? 'session' : 'sessions'}${inQueues ? ' in other queues' : ''}, not shown to you`,
    dismiss: (who) => `Remove ${who} as a guest`,
    nobodyHad: 'nobody',
    whyWhat: 'What happened to this conversation and why, the newest first.',
    by: 'by',
    configuration: 'Configuration',
    nothingYet: 'Nothing has happened yet.',
  },
  fr: {
    yes: 'oui',
    customer: 'Client',
    name: 'Nom',
    number: 'Numéro de téléphone',
    copyNumber: 'Copier le numéro',
    language: 'Langue',
    locale: 'Langue de l’appareil',
    entryPoint: 'Venu par',
    entryPoints: {
      PLACESHEET: 'Recherche Google : lieu',
      MAPS: 'Google Maps',
      NON_LOCAL: 'Recherche Google',
      URL: 'Lien',
      WIDGET: 'Site web',
    },
    place: 'Lieu',
    page: 'Page',
    account: 'Compte',
    brandAgent: 'Agent de marque',
    customContext: 'Contexte',
    openedAt: 'Ouverte',
    waitsFor: 'Attend depuis',
    unanswered: 'Sans réponse depuis',
    handled: 'Traitée pendant',
    firstWait: 'attente',
    priority: 'Priorité',
    skills: 'Compétences requises',
    owner: 'Agent',
    guests: 'Lisent la conversation',
    preferred: 'Agents préférés',
    preferMe: 'Me préférer la prochaine fois',
    preferNot: (who) => `Ne plus préférer ${who}`,
    notes: 'Notes',
    earlier: (n) => `Sessions précédentes (${n})`,
    hidden: (n, inQueues) =>
      n === 1
        ? `1 session précédente${inQueues ? ' dans une autre file' : ''}, que vous ne pouvez pas lire`
        : `${n} sessions précédentes${inQueues ? ' dans d’autres files' : ''}, que vous ne pouvez pas lire`,
    dismiss: (who) => `Retirer ${who} des invités`,
    nobodyHad: 'personne',
    whyWhat: 'Ce qui est arrivé à cette conversation et pourquoi, le plus récent d’abord.',
    by: 'par',
    configuration: 'Configuration',
    nothingYet: 'Il ne s’est encore rien passé.',
  },
};
