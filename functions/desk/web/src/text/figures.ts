import type { Lengths } from '../data/measures.js';
import type { Dimension } from '../state/figures.js';
import { number, percent, plural, type Texts } from './language.js';

interface FiguresTexts {
  foot: string;
  nothing: string;
  span: string;
  days: (n: number) => string;
  from: string;
  to: string;
  grouped: string;
  by: Record<Dimension, string>;
  one: Record<Dimension, string>;
  range: (range: string, before: string) => string;
  /** a change against the range before, and what it was then */
  change: (share: number, was: string) => string;
  same: (was: string) => string;
  earlier: (was: string) => string;
  waitingNow: string;
  offeredNow: string;
  opened: string;
  answered: string;
  abandoned: string;
  within: string;
  started: string;
  reopened: string;
  closed: string;
  transfers: string;
  passed: string;
  passedHow: (missed: number, declined: number) => string;
  satisfaction: string;
  outOf: (n: string) => string;
  ratings: (n: number) => string;
  lengths: Record<Lengths, string>;
  firstInTime: string;
  nextInTime: string;
  kept: (n: number, all: number) => string;
  half: string;
  most: string;
  halfOf: (what: string) => string;
  mostOf: (what: string) => string;
  seconds: string;
  presence: string;
  available: (span: string) => string;
  busy: (span: string) => string;
  away: (span: string) => string;
  perDay: string;
  perHour: string;
  says: (when: string, n: string) => string;
  day: string;
  hour: (h: number) => string;
  asTable: string;
  answeredOf: (n: number, all: number) => string;
  others: string;
  csv: string;
  link: string;
  own: string;
  ownNone: string;
}

export const figures: Texts<FiguresTexts> = {
  en: {
    foot: 'A session counts once it has been taken or closed: on the day and in the hour when it opened, in its workstream’s time zone, and in the queue where it was first taken. Responses, handle times, transfers and missed offers count when it closes; ratings may come days later. Days before today are brought up to date once an hour. Half and nine in ten are within 6 % of the exact time. A session with several tags or agents counts for each of them; for an agent, it is what the agent did.',
    nothing: 'Nothing was counted in these days. Figures are kept for 400 days.',
    span: 'Days',
    days: (n) => (n === 1 ? 'Today' : `${number(n)} days`),
    from: 'From',
    to: 'To',
    grouped: 'Grouped',
    by: {
      queue: 'By queue',
      agent: 'By agent',
      channel: 'By channel',
      workstream: 'By workstream',
      tag: 'By tag',
      hour: 'By hour',
    },
    one: {
      queue: 'Queue',
      agent: 'Agent',
      channel: 'Channel',
      workstream: 'Workstream',
      tag: 'Tag',
      hour: 'Hour',
    },
    range: (range, before) => `${range}, beside ${before}`,
    change: (share, was) => `${share > 0 ? '+' : '−'}${percent(Math.abs(share))}, ${was} before`,
    same: (was) => `as before: ${was}`,
    earlier: (was) => `${was} before`,
    waitingNow: 'Waiting now',
    offeredNow: 'Offered now',
    opened: 'Opened',
    answered: 'Taken',
    abandoned: 'Abandoned',
    within: 'Within the promise',
    started: 'Begun by agents',
    reopened: 'Came back in a day',
    closed: 'Closed',
    transfers: 'Transfers',
    passed: 'Offers not taken',
    passedHow: (missed, declined) => `${number(missed)} missed, ${number(declined)} declined`,
    satisfaction: 'Satisfaction',
    outOf: (n) => `${n} of 5`,
    ratings: (n) => plural(n, `${number(n)} rating`, `${number(n)} ratings`),
    lengths: {
      firstWaits: 'First wait',
      firstResponses: 'First response',
      nextResponses: 'Next responses',
      handles: 'Handle time',
    },
    firstInTime: 'First response in time',
    nextInTime: 'Next responses in time',
    kept: (n, all) => `${number(n)} of ${number(all)}`,
    half: 'half in',
    most: 'nine in ten in',
    halfOf: (what) => `${what}, half in`,
    mostOf: (what) => `${what}, nine in ten in`,
    seconds: 'seconds',
    presence: 'Presence',
    available: (span) => `${span} available`,
    busy: (span) => `${span} busy`,
    away: (span) => `${span} away`,
    perDay: 'Opened, by the day',
    perHour: 'Opened, by the hour',
    says: (when, n) => `Most: ${when}, ${n}`,
    day: 'Day',
    hour: (h) => `${String(h).padStart(2, '0')}:00`,
    asTable: 'As a table',
    answeredOf: (n, all) => `${number(n)} of ${number(all)} taken`,
    others: 'Others',
    csv: 'Download as CSV',
    link: 'Conversation',
    own: 'My last 30 days',
    ownNone: 'Nothing was counted for you in the last 30 days.',
  },
  fr: {
    foot: 'Une session compte dès qu’elle a été prise en charge ou close : au jour et à l’heure où elle s’est ouverte, selon l’horloge de son flux, et dans la file où elle a d’abord été prise en charge. Les réponses, les durées de traitement, les transferts et les propositions manquées comptent à la clôture ; une note peut venir des jours plus tard. Les jours passés sont mis à jour toutes les heures. La moitié et neuf sur dix sont exacts à 6 % près. Une session de plusieurs étiquettes ou agents compte pour chacun ; pour un agent, c’est ce qu’il a fait.',
    nothing: 'Rien n’a été compté ces jours-là. Les chiffres sont gardés 400 jours.',
    span: 'Jours',
    days: (n) => (n === 1 ? 'Aujourd’hui' : `${number(n)} jours`),
    from: 'Du',
    to: 'Au',
    grouped: 'Regrouper',
    by: {
      queue: 'Par file',
      agent: 'Par agent',
      channel: 'Par canal',
      workstream: 'Par flux',
      tag: 'Par étiquette',
      hour: 'Par heure',
    },
    one: {
      queue: 'File',
      agent: 'Agent',
      channel: 'Canal',
      workstream: 'Flux',
      tag: 'Étiquette',
      hour: 'Heure',
    },
    range: (range, before) => `${range}, à côté de ${before}`,
    change: (share, was) => `${share > 0 ? '+' : '−'}${percent(Math.abs(share))}, ${was} avant`,
    same: (was) => `comme avant : ${was}`,
    earlier: (was) => `${was} avant`,
    waitingNow: 'En attente',
    offeredNow: 'Proposées',
    opened: 'Ouvertes',
    answered: 'Prises en charge',
    abandoned: 'Abandonnées',
    within: 'Dans le délai promis',
    started: 'Ouvertes par un agent',
    reopened: 'Revenues en un jour',
    closed: 'Closes',
    transfers: 'Transferts',
    passed: 'Propositions non prises',
    passedHow: (missed, declined) =>
      `${number(missed)} ${plural(missed, 'manquée', 'manquées')}, ${number(declined)} ${plural(declined, 'refusée', 'refusées')}`,
    satisfaction: 'Satisfaction',
    outOf: (n) => `${n} sur 5`,
    ratings: (n) => plural(n, `${number(n)} note`, `${number(n)} notes`),
    lengths: {
      firstWaits: 'Première attente',
      firstResponses: 'Première réponse',
      nextResponses: 'Réponses suivantes',
      handles: 'Traitement',
    },
    firstInTime: 'Première réponse à temps',
    nextInTime: 'Réponses suivantes à temps',
    kept: (n, all) => `${number(n)} sur ${number(all)}`,
    half: 'la moitié en',
    most: 'neuf sur dix en',
    halfOf: (what) => `${what}, la moitié en`,
    mostOf: (what) => `${what}, neuf sur dix en`,
    seconds: 'secondes',
    presence: 'Présence',
    available: (span) => `${span} disponible`,
    busy: (span) => `${span} occupé`,
    away: (span) => `${span} absent`,
    perDay: 'Ouvertes, jour par jour',
    perHour: 'Ouvertes, heure par heure',
    says: (when, n) => `Maximum : ${when}, ${n}`,
    day: 'Jour',
    hour: (h) => `${h} h`,
    asTable: 'En tableau',
    answeredOf: (n, all) => `${number(n)} sur ${number(all)} prises en charge`,
    others: 'Autres',
    csv: 'Télécharger en CSV',
    link: 'Conversation',
    own: 'Mes 30 derniers jours',
    ownNone: 'Rien n’a été compté pour vous ces 30 derniers jours.',
  },
};
