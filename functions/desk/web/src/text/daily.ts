import { number, type Texts } from './language.js';

interface Daily {
  what: string;
  hours: string;
  noHours: string;
  addHours: string;
  addHoursTitle: string;
  date: string;
  spans: string;
  spansHint: string;
  closed: string;
  badSpans: string;
  until: string;
  badUntil: string;
  outages: string;
  noOutage: string;
  addOutage: string;
  addOutageTitle: string;
  workstream: string;
  outageWhat: string;
  textIn: (language: string) => string;
  badText: (most: number) => string;
  tags: string;
  noTags: string;
  addTag: string;
  addTagTitle: string;
  tagName: string;
  badName: string;
  taken: string;
  colour: string;
  colours: Record<string, string>;
  setBy: string;
  removedBy: string;
  why: string;
  whyMaybe: string;
  over: string;
  set: string;
  takeBack: string;
  remove: (what: string) => string;
  removed: string;
  done: string;
}

export const daily: Texts<Daily> = {
  en: {
    what: 'In force within ten seconds, over what the configuration says, until it ends.',
    hours: 'Opening hours on a day',
    noHours: 'Every queue is open as the configuration says.',
    addHours: 'Set hours…',
    addHoursTitle: 'Hours of a queue on a day',
    date: 'Date',
    spans: 'Open',
    spansHint: 'For example 09:00-12:30, 14:00-18:00. Leave it empty to close the queue that day.',
    closed: 'closed',
    badSpans: 'Write hours as 09:00-12:30, at most five, with commas between them.',
    until: 'Until',
    badUntil: 'Choose a time that is still to come.',
    outages: 'Outages',
    noOutage: 'No outage is announced.',
    addOutage: 'Announce an outage…',
    addOutageTitle: 'Announce an outage',
    workstream: 'Workstream',
    outageWhat: 'Customers who write for the first time read this instead of the greeting.',
    textIn: (language) => `Text in ${language}`,
    badText: (most) => `Write a text in the first language at least, of at most ${number(most)} characters.`,
    tags: 'Tags',
    noTags: 'There are no tags but those of the configuration.',
    addTag: 'Add a tag…',
    addTagTitle: 'Add a tag',
    tagName: 'Name, which stays',
    badName: 'A name is lower-case letters, digits and hyphens, and begins with a letter.',
    taken: 'There is a tag of this name already.',
    colour: 'Colour',
    colours: {
      grey: 'Grey',
      red: 'Red',
      orange: 'Orange',
      green: 'Green',
      teal: 'Teal',
      blue: 'Blue',
      violet: 'Violet',
      pink: 'Pink',
    },
    setBy: 'Set by',
    removedBy: 'Removed by',
    why: 'Why',
    whyMaybe: 'Why (optional)',
    over: 'Ended or removed',
    set: 'Set',
    takeBack: 'Remove',
    remove: (what) => `Remove: ${what}`,
    removed: 'Removed.',
    done: 'Set.',
  },
  fr: {
    what: 'En vigueur en dix secondes, par-dessus la configuration, jusqu’à la fin indiquée.',
    hours: 'Horaires d’un jour',
    noHours: 'Toutes les files suivent la configuration.',
    addHours: 'Fixer des horaires…',
    addHoursTitle: 'Horaires d’une file pour un jour',
    date: 'Date',
    spans: 'Ouvert',
    spansHint: 'Par exemple 09:00-12:30, 14:00-18:00. Laissez vide pour fermer la file ce jour-là.',
    closed: 'fermée',
    badSpans: 'Écrivez les horaires comme 09:00-12:30, cinq au plus, séparés par des virgules.',
    until: 'Jusqu’à',
    badUntil: 'Choisissez un moment à venir.',
    outages: 'Pannes',
    noOutage: 'Aucune panne n’est annoncée.',
    addOutage: 'Annoncer une panne…',
    addOutageTitle: 'Annoncer une panne',
    workstream: 'Flux',
    outageWhat: 'Les clients qui écrivent pour la première fois lisent ce texte à la place de l’accueil.',
    textIn: (language) => `Texte en ${language}`,
    badText: (most) =>
      `Écrivez un texte au moins dans la première langue, de ${number(most)} caractères au plus.`,
    tags: 'Étiquettes',
    noTags: 'Il n’y a que les étiquettes de la configuration.',
    addTag: 'Ajouter une étiquette…',
    addTagTitle: 'Ajouter une étiquette',
    tagName: 'Nom, qui reste',
    badName: 'Un nom est fait de minuscules, de chiffres et de tirets, et commence par une lettre.',
    taken: 'Il y a déjà une étiquette de ce nom.',
    colour: 'Couleur',
    colours: {
      grey: 'Gris',
      red: 'Rouge',
      orange: 'Orange',
      green: 'Vert',
      teal: 'Turquoise',
      blue: 'Bleu',
      violet: 'Violet',
      pink: 'Rose',
    },
    setBy: 'Fixé par',
    removedBy: 'Retiré par',
    why: 'Pourquoi',
    whyMaybe: 'Pourquoi (facultatif)',
    over: 'Terminé ou retiré',
    set: 'Fixer',
    takeBack: 'Retirer',
    remove: (what) => `Retirer : ${what}`,
    removed: 'Retiré.',
    done: 'Fixé.',
  },
};
