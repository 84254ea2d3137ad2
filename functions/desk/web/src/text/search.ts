import { plural, type Texts } from './language.js';

interface SearchTexts {
  title: string;
  hint: string;
  go: string;
  for: (text: string) => string;
  tagged: (tag: string) => string;
  whose: (agent: string) => string;
  text: string;
  queue: string;
  everyQueue: string;
  agent: string;
  everyAgent: string;
  tag: string;
  everyTag: string;
  when: string;
  times: Record<'ever' | 'today' | 'week' | 'month' | 'year', string>;
  busy: string;
  begin: string;
  nothing: string;
  nothingYet: string;
  found: (n: number, whole: boolean) => string;
  more: string;
  open: string;
  closedAt: string;
  results: string;
}

export const search: Texts<SearchTexts> = {
  en: {
    title: 'Search',
    hint: 'A name, words, a phone number',
    go: 'Search',
    for: (text) => `Search for “${text}”`,
    tagged: (tag) => `Search for the tag ${tag}`,
    whose: (agent) => `Search for what ${agent} worked on`,
    text: 'Search for',
    queue: 'Queue',
    everyQueue: 'All queues',
    agent: 'Agent',
    everyAgent: 'Everybody',
    tag: 'Tag',
    everyTag: 'All tags',
    when: 'When',
    times: {
      ever: 'Any time',
      today: 'Today',
      week: 'Last 7 days',
      month: 'Last 30 days',
      year: 'Last 12 months',
    },
    busy: 'Searching…',
    begin:
      'Type part of a customer’s name, a word that somebody wrote, or the end of a phone number. You find what you may read.',
    nothing: 'Nothing found.',
    nothingYet: 'Nothing found among the newest. There are older ones.',
    found: (n, whole) => `${whole ? n : `${n}+`} ${plural(n, 'session', 'sessions')} found`,
    more: 'Search further back',
    open: 'Open',
    closedAt: 'Closed',
    results: 'What was found',
  },
  fr: {
    title: 'Recherche',
    hint: 'Un nom, des mots, un numéro de téléphone',
    go: 'Rechercher',
    for: (text) => `Rechercher « ${text} »`,
    tagged: (tag) => `Rechercher l’étiquette ${tag}`,
    whose: (agent) => `Rechercher le travail de ${agent}`,
    text: 'Rechercher',
    queue: 'File',
    everyQueue: 'Toutes les files',
    agent: 'Agent',
    everyAgent: 'Tout le monde',
    tag: 'Étiquette',
    everyTag: 'Toutes les étiquettes',
    when: 'Quand',
    times: {
      ever: 'N’importe quand',
      today: 'Aujourd’hui',
      week: '7 derniers jours',
      month: '30 derniers jours',
      year: '12 derniers mois',
    },
    busy: 'Recherche en cours…',
    begin:
      'Tapez une partie du nom d’un client, un mot que quelqu’un a écrit ou la fin d’un numéro de téléphone. Vous trouvez ce que vous avez le droit de lire.',
    nothing: 'Rien trouvé.',
    nothingYet: 'Rien trouvé parmi les plus récentes. Il y en a de plus anciennes.',
    found: (n, whole) => `${whole ? n : `${n}+`} ${plural(n, 'session trouvée', 'sessions trouvées')}`,
    more: 'Rechercher plus loin',
    open: 'En cours',
    closedAt: 'Close',
    results: 'Ce qui a été trouvé',
  },
};
