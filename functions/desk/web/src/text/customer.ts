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
  /** an account's name, and that it takes no more sessions */
  closing: (account: string) => string;
  removed: (account: string) => string;
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
  more: string;
  since: (span: string) => string;
  // why it is here
  why: string;
  here: (queue: string, because: string) => string;
  topics: (topics: { name: string; value: string }[]) => string;
  noTopic: string;
  byRule: (rule: string) => string;
  movedBy: (who: string, why: string) => string;
  overflowed: string;
  /** by the code of the reason */
  overflows: Record<string, string>;
  spoken: Record<'text' | 'rule' | 'device', (language: string) => string>;
  steps: (n: number) => string;
  passed: (n: number) => string;
  whyWhat: string;
  by: string;
  configuration: string;
  nothingYet: string;
  heldSince: (when: string) => string;
  data: string;
}

export const customer: Texts<Customer> = {
  en: {
    yes: 'yes',
    customer: 'Customer',
    name: 'Name',
    number: 'Phone number',
    copyNumber: 'Copy the number',
    language: 'Language',
    locale: 'Language of the device',
    entryPoint: 'Came from',
    entryPoints: {
      PLACESHEET: 'Google Search: place',
      MAPS: 'Google Maps',
      NON_LOCAL: 'Google Search',
      URL: 'Link',
      WIDGET: 'Website',
    },
    place: 'Place ID',
    page: 'Page',
    account: 'Account',
    closing: (account) => `${account}, closing: no session opens any more`,
    removed: (account) => `${account}, removed`,
    brandAgent: 'Brand agent ID',
    customContext: 'Context',
    openedAt: 'Opened',
    waitsFor: 'Waiting for',
    unanswered: 'Unanswered for',
    handled: 'Time worked on it',
    firstWait: 'waited',
    priority: 'Priority',
    skills: 'Skills needed',
    owner: 'Agent',
    guests: 'Guests',
    preferred: 'Should get the customer next time',
    preferMe: 'Prefer me next time',
    preferNot: (who) => `No longer prefer ${who}`,
    notes: 'Notes',
    earlier: (n) => `Earlier sessions (${n})`,
    hidden: (n, inQueues) =>
      `${n} earlier ${n === 1 ? 'session' : 'sessions'}${inQueues ? ' in other queues' : ''}, not shown to you`,
    dismiss: (who) => `Remove ${who} as a guest`,
    nobodyHad: 'nobody',
    more: 'Details',
    since: (span) => `here for ${span}`,
    why: 'Why?',
    here: (queue, because) => `${queue}, because ${because}.`,
    topics: (topics) => topics.map((t) => `the ${t.name} is “${t.value}”`).join(' and '),
    noTopic: 'no topic was recognised',
    byRule: (rule) => `the rule “${rule}” says so`,
    movedBy: (who, why) => `${who} passed it on${why ? `: ${why}` : ''}`,
    overflows: {
      'route.allOverflow': 'every queue that is meant for it is closed or full',
      'route.closed': 'the queue that is meant for it is closed',
      'route.full': 'the queue that is meant for it is full',
    },
    overflowed: 'it waited too long in another queue',
    spoken: {
      text: (language) => `${language} from the text.`,
      rule: (language) => `${language} by a rule.`,
      device: (language) => `${language} from the customer’s device.`,
    },
    steps: (n) => (n === 1 ? '1 step' : `${n} steps`),
    passed: (n) => (n === 1 ? '1 rule did not match' : `${n} rules did not match`),
    whyWhat: 'What happened, the newest first',
    by: 'by',
    configuration: 'Configuration',
    nothingYet: 'Nothing has happened yet.',
    heldSince: (when) => `On legal hold since ${when}: nothing of it is deleted.`,
    data: 'Count, erase, hold or export…',
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
    place: 'Identifiant du lieu',
    page: 'Page',
    account: 'Compte',
    closing: (account) => `${account}, en cours de fermeture : plus aucune session ne s’ouvre`,
    removed: (account) => `${account}, supprimé`,
    brandAgent: 'Identifiant de l’agent de marque',
    customContext: 'Contexte',
    openedAt: 'Ouverte',
    waitsFor: 'Attend depuis',
    unanswered: 'Sans réponse depuis',
    handled: 'Traitée pendant',
    firstWait: 'attente',
    priority: 'Priorité',
    skills: 'Compétences requises',
    owner: 'Agent',
    guests: 'Invités',
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
    more: 'Détails',
    since: (span) => `ici depuis ${span}`,
    why: 'Pourquoi ?',
    here: (queue, because) => `${queue}, car ${because}.`,
    topics: (topics) => topics.map((t) => `${t.name} : « ${t.value} »`).join(' et '),
    noTopic: 'aucun sujet n’a été reconnu',
    byRule: (rule) => `la règle « ${rule} » le veut`,
    movedBy: (who, why) => `transmise par ${who}${why ? ` : ${why}` : ''}`,
    overflows: {
      'route.allOverflow': 'toutes les files prévues sont fermées ou pleines',
      'route.closed': 'la file prévue est fermée',
      'route.full': 'la file prévue est pleine',
    },
    overflowed: 'l’attente était trop longue dans une autre file',
    spoken: {
      text: (language) => `Langue : ${language}, d’après le texte.`,
      rule: (language) => `Langue : ${language}, d’après une règle.`,
      device: (language) => `Langue : ${language}, d’après l’appareil du client.`,
    },
    steps: (n) => (n < 2 ? `${n} étape` : `${n} étapes`),
    passed: (n) => (n < 2 ? `${n} règle ne correspond pas` : `${n} règles ne correspondent pas`),
    whyWhat: 'Ce qui est arrivé, le plus récent d’abord',
    by: 'par',
    configuration: 'Configuration',
    nothingYet: 'Il ne s’est encore rien passé.',
    heldSince: (when) => `Sous conservation obligatoire depuis le ${when} : rien n’en est effacé.`,
    data: 'Compter, effacer, conserver ou exporter…',
  },
};
