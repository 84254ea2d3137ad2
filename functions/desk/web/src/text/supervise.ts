import type { State } from '../data/words.gen.js';
import { number, plural, type Texts } from './language.js';

interface Supervise {
  // everywhere
  loading: string;
  working: string;
  cancel: string;
  close: string;
  everyState: string;
  everyQueue: string;
  everyPresence: string;
  none: string;
  search: string;
  actions: string;
  /** a title, and that it was done */
  done: (title: string) => string;
  customer: string;
  queue: string;
  queues: string;
  agent: string;
  agents: string;
  state: string;
  sort: (column: string) => string;
  shown: (n: number, all: number) => string;
  load: (used: number, capacity: number) => string;
  // queues
  queuesNow: string;
  queuesFoot: string;
  noQueues: string;
  waiting: string;
  oldest: string;
  level: string;
  promise: string;
  promised: (share: string, span: string) => string;
  late: (n: number) => string;
  overPromise: string;
  promisedBy: (time: string) => string;
  unanswered: string;
  kept: string;
  missed: string;
  noneAnswered: string;
  there: (there: number, room: number) => string;
  ofAgents: (n: number) => string;
  waitingIn: (queue: string) => string;
  cut: (n: number) => string;
  skillFrom: (skill: string, level: number) => string;
  whyWaits: string;
  nobodyFound: string;
  // agents
  name: string;
  presence: string;
  since: (when: string) => string;
  full: string;
  awayBy: (why: string) => string;
  loadHead: string;
  skills: string;
  languages: string;
  role: string;
  address: string;
  details: string;
  edit: string;
  remove: string;
  holds: string;
  holdsNothing: string;
  addAgent: string;
  // sessions
  sessions: string;
  everyAgent: string;
  searchLoaded: string;
  liveOnly: (n: number) => string;
  loadedOnly: string;
  noSessions: string;
  more: (n: number) => string;
  last: string;
  time: string;
  times: Record<State, string>;
  unread: string;
  // ratings
  ratingsHead: string;
  rating: string;
  everyRating: string;
  points: (n: number) => string;
  comment: string;
  ratedAt: string;
  session: string;
  noRatings: string;
  newestRatings: (n: number) => string;
}

export const supervise: Texts<Supervise> = {
  en: {
    loading: 'Loading…',
    working: 'One moment…',
    cancel: 'Cancel',
    close: 'Close',
    everyState: 'All states',
    everyQueue: 'All queues',
    everyPresence: 'All presences',
    none: 'none',
    search: 'Search',
    actions: 'Actions',
    done: (title) => `${title} – done.`,
    customer: 'Customer',
    queue: 'Queue',
    queues: 'Queues',
    agent: 'Agent',
    agents: 'Agents',
    state: 'State',
    sort: (column) => `Sort by ${column}`,
    shown: (n, all) => (n === all ? `${number(n)} shown.` : `${number(n)} of ${number(all)} shown.`),
    load: (used, capacity) => `${number(used)} of ${number(capacity)}`,
    queuesNow: 'Queues now',
    queuesFoot:
      'The service level is the share of the sessions taken today that were taken within the promise. Agents who are available or busy count as there.',
    noQueues: 'The configuration has no queues.',
    waiting: 'Waiting',
    oldest: 'Longest wait',
    level: 'Service level',
    promise: 'Promise',
    promised: (share, span) => `${share} within ${span}`,
    late: (n) => `${number(n)} over the promise`,
    overPromise: 'over the promise',
    promisedBy: (time) => `promised by ${time}`,
    unanswered: 'waiting for an answer',
    kept: 'kept',
    missed: 'missed',
    noneAnswered: 'none taken yet',
    there: (there, room) =>
      there === 0 ? 'nobody there' : `${number(there)} there, ${number(room)} with room`,
    ofAgents: (n) => `of ${number(n)}`,
    waitingIn: (queue) => `Waiting in ${queue}`,
    cut: (n) => `These are the first ${number(n)} in the order of work. There may be more.`,
    skillFrom: (skill, level) => `${skill} from ${level}`,
    whyWaits: 'Why it waits',
    nobodyFound: 'No agent matches.',
    name: 'Name',
    presence: 'Presence',
    since: (when) => `since ${when}`,
    full: 'no room left',
    awayBy: (why) => `set away: ${why}`,
    loadHead: 'Used',
    skills: 'Skills',
    languages: 'Languages',
    role: 'Role',
    address: 'Address',
    details: 'Details',
    edit: 'Edit…',
    remove: 'Remove…',
    holds: 'Sessions',
    holdsNothing: 'No session at the moment.',
    addAgent: 'Add an agent',
    sessions: 'Sessions',
    everyAgent: 'All agents',
    searchLoaded: 'Search the loaded sessions',
    liveOnly: (n) => `The first ${number(n)} are live, the others as they were when they were loaded.`,
    loadedOnly: 'Only the loaded sessions are searched.',
    noSessions: 'No session matches.',
    more: (n) => `Load ${number(n)} more`,
    last: 'Last message',
    time: 'Time',
    times: {
      open: 'waiting',
      offered: 'waiting',
      active: 'being handled',
      parked: 'set aside',
      'wrap-up': 'wrapping up',
      closed: 'since it closed',
    },
    unread: 'Unread',
    ratingsHead: 'Ratings',
    rating: 'Rating',
    everyRating: 'All ratings',
    points: (n) => `${number(n)} of ${number(5)}`,
    comment: 'Comment',
    ratedAt: 'Rated',
    session: 'Session',
    noRatings: 'No customer has rated a session that fits.',
    newestRatings: (n) => `Only the newest ${number(n)} are listed.`,
  },
  fr: {
    loading: 'Chargement…',
    working: 'Un instant…',
    cancel: 'Annuler',
    close: 'Fermer',
    everyState: 'Tous les états',
    everyQueue: 'Toutes les files',
    everyPresence: 'Toutes les présences',
    none: 'aucune',
    search: 'Rechercher',
    actions: 'Actions',
    done: (title) => `${title} – c’est fait.`,
    customer: 'Client',
    queue: 'File',
    queues: 'Files',
    agent: 'Agent',
    agents: 'Agents',
    state: 'État',
    sort: (column) => `Trier : ${column}`,
    shown: (n, all) =>
      n === all ? `Affichage : ${number(n)}.` : `Affichage : ${number(n)} sur ${number(all)}.`,
    load: (used, capacity) => `${number(used)} sur ${number(capacity)}`,
    queuesNow: 'Les files en ce moment',
    queuesFoot:
      'Le niveau de service : combien des sessions du jour prises en charge l’ont été dans le délai promis. Un agent disponible ou occupé est présent.',
    noQueues: 'La configuration ne contient aucune file.',
    waiting: 'En attente',
    oldest: 'Plus longue attente',
    level: 'Niveau de service',
    promise: 'Promesse',
    promised: (share, span) => `${share} en ${span}`,
    late: (n) => `${number(n)} hors délai`,
    overPromise: 'hors délai',
    promisedBy: (time) => `promis avant ${time}`,
    unanswered: 'attend une réponse',
    kept: 'tenu',
    missed: 'manqué',
    noneAnswered: 'aucune prise en charge',
    there: (there, room) =>
      there === 0
        ? 'personne'
        : `${number(there)} ${plural(there, 'présent', 'présents')}, ${number(room)} avec de la place`,
    ofAgents: (n) => `sur ${number(n)}`,
    waitingIn: (queue) => `En attente dans ${queue}`,
    cut: (n) =>
      `Ce sont les ${number(n)} premières dans l’ordre de traitement. D’autres attendent, ou attendent peut-être.`,
    skillFrom: (skill, level) => `${skill} à partir de ${level}`,
    whyWaits: 'Pourquoi elle attend',
    nobodyFound: 'Il n’y a personne de tel.',
    name: 'Nom',
    presence: 'Présence',
    since: (when) => `depuis ${when}`,
    full: 'plus de place',
    awayBy: (why) => `mis absent : ${why}`,
    loadHead: 'Charge',
    skills: 'Compétences',
    languages: 'Langues',
    role: 'Rôle',
    address: 'Adresse',
    details: 'Détails',
    edit: 'Modifier…',
    remove: 'Retirer…',
    holds: 'Sessions',
    holdsNothing: 'Aucune session en ce moment.',
    addAgent: 'Ajouter un agent',
    sessions: 'Sessions',
    everyAgent: 'Tous les agents',
    searchLoaded: 'Rechercher dans ce qui est chargé',
    liveOnly: (n) =>
      `Les ${number(n)} premières sont en direct, les autres telles qu’au moment du chargement.`,
    loadedOnly: 'La recherche ne porte que sur ce qui est chargé.',
    noSessions: 'Il n’y a pas de telle session.',
    more: (n) => `Charger ${number(n)} de plus`,
    last: 'Dernier message',
    time: 'Durée',
    times: {
      open: 'en attente',
      offered: 'en attente',
      active: 'de traitement',
      parked: 'mise de côté',
      'wrap-up': 'de finalisation',
      closed: 'depuis la clôture',
    },
    unread: 'Non lus',
    ratingsHead: 'Évaluations',
    rating: 'Note',
    everyRating: 'Toutes les notes',
    points: (n) => `${number(n)} sur ${number(5)}`,
    comment: 'Commentaire',
    ratedAt: 'Évaluée',
    session: 'Session',
    noRatings: 'Aucun client n’a évalué de session correspondante.',
    newestRatings: (n) => `Seules les ${number(n)} plus récentes sont affichées.`,
  },
};
