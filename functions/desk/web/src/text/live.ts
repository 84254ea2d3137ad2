import { number, plural, type Texts } from './language.js';

/** How old what waits is, from the youngest; see state/live.ts. */
export type AgeName = 'minute' | 'five' | 'quarter' | 'hour' | 'more';

interface Live {
  // queues
  open: string;
  openUntil: (time: string) => string;
  closedUntil: (time: string) => string;
  closed: string;
  hours: string;
  ages: string;
  age: Record<AgeName, string>;
  aged: (n: number, age: string) => string;
  summary: (waiting: number, longest: string, there: number, room: number) => string;
  wall: string;
  // agents
  answered: string;
  holding: (active: number, offered: number, wrapUp: number) => string;
  heldCut: (n: number) => string;
  forToday: string;
  untilSays: (time: string, by: string) => string;
  usually: (queues: string, capacity: string) => string;
  changeToday: string;
  todayOf: (who: string) => string;
  asNow: string;
  todayWhat: string;
  capacityToday: string;
  badCapacity: (most: number) => string;
  endToday: string;
  save: string;
  changed: (who: string) => string;
  // the wall
  wallTitle: string;
  leaveWall: string;
  waits: string;
  longest: string;
  late: string;
  room: string;
  nobodyWaits: string;
  offline: string;
  updated: (time: string) => string;
}

const held = (active: string, offered: string, wrapUp: string) => (a: number, o: number, w: number) =>
  [a > 0 && `${number(a)} ${active}`, o > 0 && `${number(o)} ${offered}`, w > 0 && `${number(w)} ${wrapUp}`]
    .filter(Boolean)
    .join(' · ');

export const live: Texts<Live> = {
  en: {
    open: 'Open',
    openUntil: (time) => `Open until ${time}`,
    closedUntil: (time) => `Closed, opens ${time}`,
    closed: 'Closed',
    hours: 'Hours',
    ages: 'Waiting, by age',
    age: {
      minute: 'under 1 min',
      five: '1 to 5 min',
      quarter: '5 to 15 min',
      hour: '15 to 60 min',
      more: 'over 1 h',
    },
    aged: (n, age) => `${number(n)}: ${age}`,
    summary: (waiting, longest, there, room) =>
      `${waiting === 0 ? 'Nobody is waiting' : `${number(waiting)} waiting, the longest for ${longest}`}. ${plural(there, `${number(there)} agent`, `${number(there)} agents`)} there, ${number(room)} with room.`,
    wall: 'Wall view',
    answered: 'Last answer',
    holding: held('under way', 'offered', 'in wrap-up'),
    heldCut: (n) => `Of what agents have, the first ${number(n)} sessions are counted.`,
    forToday: 'for today',
    untilSays: (time, by) => `until ${time}, by ${by}`,
    usually: (queues, capacity) => `usually ${queues}, capacity ${capacity}`,
    changeToday: 'Today…',
    todayOf: (who) => `${who} today`,
    asNow: 'As it is',
    todayWhat:
      'Queues and capacity are in force at once, until the end of the day. For that long the agent also reads what is in these queues, and no others.',
    capacityToday: 'Capacity',
    badCapacity: (most) => `The capacity is a whole number from 0 to ${number(most)}.`,
    endToday: 'As the roster says again',
    save: 'Save',
    changed: (who) => `${who}: changed for today.`,
    wallTitle: 'Live',
    leaveWall: 'Back to the desk',
    waits: 'waiting',
    longest: 'longest',
    late: 'over the promise',
    room: 'with room',
    nobodyWaits: 'Nobody is waiting.',
    offline: 'No connection: this is how it was.',
    updated: (time) => `As of ${time}`,
  },
  fr: {
    open: 'Ouverte',
    openUntil: (time) => `Ouverte jusqu’à ${time}`,
    closedUntil: (time) => `Fermée, ouvre ${time}`,
    closed: 'Fermée',
    hours: 'Horaires',
    ages: 'En attente, par ancienneté',
    age: {
      minute: 'moins de 1 min',
      five: '1 à 5 min',
      quarter: '5 à 15 min',
      hour: '15 à 60 min',
      more: 'plus de 1 h',
    },
    aged: (n, age) => `${number(n)} : ${age}`,
    summary: (waiting, longest, there, room) =>
      `${waiting === 0 ? 'Personne n’attend' : `${number(waiting)} en attente, la plus ancienne depuis ${longest}`}. ${plural(there, `${number(there)} agent présent`, `${number(there)} agents présents`)}, ${number(room)} avec de la place.`,
    wall: 'Affichage mural',
    answered: 'Dernière réponse',
    holding: held('en cours', 'proposées', 'en finalisation'),
    heldCut: (n) => `De ce que les agents ont en charge, les ${number(n)} premières sessions sont comptées.`,
    forToday: 'pour aujourd’hui',
    untilSays: (time, by) => `jusqu’à ${time}, par ${by}`,
    usually: (queues, capacity) => `d’ordinaire ${queues}, capacité ${capacity}`,
    changeToday: 'Aujourd’hui…',
    todayOf: (who) => `${who} aujourd’hui`,
    asNow: 'Telle quelle',
    todayWhat:
      'Les files et la capacité valent aussitôt, jusqu’à la fin de la journée. D’ici là, l’agent lit aussi ce qui est dans ces files, et dans nulle autre.',
    capacityToday: 'Capacité',
    badCapacity: (most) => `La capacité est un nombre entier de 0 à ${number(most)}.`,
    endToday: 'De nouveau selon l’effectif',
    save: 'Enregistrer',
    changed: (who) => `${who} : modifié pour aujourd’hui.`,
    wallTitle: 'En direct',
    leaveWall: 'Retour au bureau',
    waits: 'en attente',
    longest: 'la plus longue',
    late: 'hors délai',
    room: 'avec de la place',
    nobodyWaits: 'Personne n’attend.',
    offline: 'Pas de connexion : voici le dernier état connu.',
    updated: (time) => `À ${time}`,
  },
};
