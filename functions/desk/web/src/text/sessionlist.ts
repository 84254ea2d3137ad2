import type { Span } from '../state/sessionfilter.js';
import { number, plural, type Texts } from './language.js';

interface SessionList {
  everyOpen: string;
  channel: string;
  everyChannel: string;
  tag: string;
  everyTag: string;
  outcome: string;
  everyOutcome: string;
  when: string;
  spans: Record<Span, string>;
  from: string;
  to: string;
  search: string;
  find: string;
  clear: string;
  read: (shown: number, read: number, whole: boolean) => string;
  openedAt: string;
  closedAt: string;
  handled: string;
  views: string;
  noView: string;
  saveView: string;
  viewName: string;
  viewTaken: string;
  viewNameless: string;
  viewFull: (most: number) => string;
  deleteView: string;
  saved: (name: string) => string;
  deleted: (name: string) => string;
  copyLink: string;
  copied: string;
  copyFailed: string;
  choose: (who: string) => string;
  chooseAll: (n: number) => string;
  chosen: (n: number) => string;
  most: (n: number) => string;
  range: string;
  assign: string;
  takeOver: string;
  tagThem: string;
  closeThem: string;
  assignMany: (n: number) => string;
  takeMany: (n: number) => string;
  tagMany: (n: number) => string;
  closeMany: (n: number) => string;
  takeWhat: string;
  addTag: string;
  removeTag: string;
  noOutcome: string;
  why: string;
  whyNeeded: string;
  choiceNeeded: string;
  progress: (done: number, all: number) => string;
  doneMany: (n: number) => string;
  failed: (n: number) => string;
}

export const sessionList: Texts<SessionList> = {
  en: {
    everyOpen: 'All that are open',
    channel: 'Channel',
    everyChannel: 'All channels',
    tag: 'Tag',
    everyTag: 'All tags',
    outcome: 'Outcome',
    everyOutcome: 'All outcomes',
    when: 'Closed when',
    spans: {
      '': 'At any time',
      today: 'Today',
      yesterday: 'Yesterday',
      week: 'In the last 7 days',
      month: 'In the last 30 days',
      range: 'From … to …',
    },
    from: 'From',
    to: 'To',
    search: 'Name, words or number',
    find: 'Search',
    clear: 'Clear filters',
    read: (shown, read, whole) =>
      `${plural(shown, `${number(shown)} session`, `${number(shown)} sessions`)}${whole ? '' : ' so far'}. ${plural(read, `${number(read)} document`, `${number(read)} documents`)} read.`,
    openedAt: 'Opened',
    closedAt: 'Closed',
    handled: 'Handle time',
    views: 'Saved views',
    noView: 'Choose a view',
    saveView: 'Save view…',
    viewName: 'Name of the view',
    viewTaken: 'A view of that name is replaced.',
    viewNameless: 'The view needs a name.',
    viewFull: (most) => `There are ${number(most)} views already: delete one first.`,
    deleteView: 'Delete view',
    saved: (name) => `The view “${name}” is saved.`,
    deleted: (name) => `The view “${name}” is deleted.`,
    copyLink: 'Copy link',
    copied: 'The link is copied. It has all filters, and what is searched for.',
    copyFailed: 'The browser did not let the link be copied.',
    choose: (who) => `Choose ${who}`,
    chooseAll: (n) => `Choose all ${number(n)} shown`,
    chosen: (n) => `${number(n)} chosen.`,
    most: (n) => `${number(n)} at most at once.`,
    range: 'Shift chooses several in a row, with a click or an arrow.',
    assign: 'Assign…',
    takeOver: 'Take over…',
    tagThem: 'Tag…',
    closeThem: 'Close…',
    assignMany: (n) => plural(n, 'Assign one session', `Assign ${number(n)} sessions`),
    takeMany: (n) => plural(n, 'Take over one session', `Take over ${number(n)} sessions`),
    tagMany: (n) => plural(n, 'Tag one session', `Tag ${number(n)} sessions`),
    closeMany: (n) => plural(n, 'Close one session', `Close ${number(n)} sessions`),
    takeWhat: 'They become yours, whoever has them now.',
    addTag: 'Add',
    removeTag: 'Remove',
    noOutcome: 'No outcome',
    why: 'Reason, for all of them',
    whyNeeded: 'Say why: it is kept with each session.',
    choiceNeeded: 'Choose first.',
    progress: (done, all) => `${number(done)} of ${number(all)}`,
    doneMany: (n) => plural(n, 'One session – done.', `${number(n)} sessions – done.`),
    failed: (n) => plural(n, 'One was not done:', `${number(n)} were not done:`),
  },
  fr: {
    everyOpen: 'Toutes celles en cours',
    channel: 'Canal',
    everyChannel: 'Tous les canaux',
    tag: 'Étiquette',
    everyTag: 'Toutes les étiquettes',
    outcome: 'Résultat',
    everyOutcome: 'Tous les résultats',
    when: 'Close quand',
    spans: {
      '': 'À tout moment',
      today: 'Aujourd’hui',
      yesterday: 'Hier',
      week: 'Ces 7 derniers jours',
      month: 'Ces 30 derniers jours',
      range: 'Du … au …',
    },
    from: 'Du',
    to: 'Au',
    search: 'Nom, mots ou numéro',
    find: 'Rechercher',
    clear: 'Effacer les filtres',
    read: (shown, read, whole) =>
      `${plural(shown, `${number(shown)} session`, `${number(shown)} sessions`)}${whole ? '' : ' pour l’instant'}. ${plural(read, `${number(read)} document lu`, `${number(read)} documents lus`)}.`,
    openedAt: 'Ouverte',
    closedAt: 'Close',
    handled: 'Traitement',
    views: 'Vues enregistrées',
    noView: 'Choisir une vue',
    saveView: 'Enregistrer la vue…',
    viewName: 'Nom de la vue',
    viewTaken: 'Une vue du même nom est remplacée.',
    viewNameless: 'Il manque un nom à la vue.',
    viewFull: (most) => `Il y a déjà ${number(most)} vues : supprimez-en une d’abord.`,
    deleteView: 'Supprimer la vue',
    saved: (name) => `La vue « ${name} » est enregistrée.`,
    deleted: (name) => `La vue « ${name} » est supprimée.`,
    copyLink: 'Copier le lien',
    copied: 'Le lien est copié, avec tous les filtres et les mots recherchés.',
    copyFailed: 'Le navigateur n’a pas permis de copier le lien.',
    choose: (who) => `Choisir ${who}`,
    chooseAll: (n) => `Choisir les ${number(n)} affichées`,
    chosen: (n) => `${number(n)} ${plural(n, 'choisie', 'choisies')}.`,
    most: (n) => `${number(n)} au plus à la fois.`,
    range: 'Maj en choisit plusieurs à la suite, d’un clic ou d’une flèche.',
    assign: 'Attribuer…',
    takeOver: 'Reprendre…',
    tagThem: 'Étiqueter…',
    closeThem: 'Clore…',
    assignMany: (n) => plural(n, 'Attribuer une session', `Attribuer ${number(n)} sessions`),
    takeMany: (n) => plural(n, 'Reprendre une session', `Reprendre ${number(n)} sessions`),
    tagMany: (n) => plural(n, 'Étiqueter une session', `Étiqueter ${number(n)} sessions`),
    closeMany: (n) => plural(n, 'Clore une session', `Clore ${number(n)} sessions`),
    takeWhat: 'Elles deviennent les vôtres, quel que soit l’agent qui les a.',
    addTag: 'Ajouter',
    removeTag: 'Enlever',
    noOutcome: 'Aucun résultat',
    why: 'Motif, pour toutes',
    whyNeeded: 'Dites pourquoi : le motif est gardé avec chaque session.',
    choiceNeeded: 'Choisissez d’abord.',
    progress: (done, all) => `${number(done)} sur ${number(all)}`,
    doneMany: (n) => plural(n, 'Une session – c’est fait.', `${number(n)} sessions – c’est fait.`),
    failed: (n) => plural(n, 'Une n’a pas abouti :', `${number(n)} n’ont pas abouti :`),
  },
};
