import { plural, type Texts } from './language.js';

interface DayTexts {
  title: string;
  show: string;
  none: string;
  today: string;
  week: string;
  closed: (n: number) => string;
  answered: (n: number) => string;
  firstWait: string;
  within: string;
  handled: string;
  rating: (n: number) => string;
  newest: (n: number) => string;
}

export const day: Texts<DayTexts> = {
  en: {
    title: 'My day',
    show: 'My day so far',
    none: 'You have closed nothing today.',
    today: 'Closed by me today',
    week: 'Closed by me, last 7 days',
    closed: (n) => plural(n, 'session closed', 'sessions closed'),
    answered: (n) => plural(n, 'first answered by you', 'first answered by you'),
    firstWait: 'until you took it, on average',
    within: 'within the promise',
    handled: 'of work on a session, on average',
    rating: (n) => `of 5, from ${n} ${plural(n, 'rating', 'ratings')}`,
    newest: (n) => `The newest ${n} sessions of the last 7 days are counted.`,
  },
  fr: {
    title: 'Ma journée',
    show: 'Ma journée jusqu’ici',
    none: 'Vous n’avez rien clos aujourd’hui.',
    today: 'Closes par moi aujourd’hui',
    week: 'Closes par moi, 7 derniers jours',
    closed: (n) => plural(n, 'session close', 'sessions closes'),
    answered: (n) =>
      plural(n, 'à laquelle vous avez répondu en premier', 'auxquelles vous avez répondu en premier'),
    firstWait: 'avant que vous la preniez, en moyenne',
    within: 'dans le délai promis',
    handled: 'de travail par session, en moyenne',
    rating: (n) => `sur 5, d’après ${n} ${plural(n, 'évaluation', 'évaluations')}`,
    newest: (n) => `Les ${n} sessions les plus récentes des 7 derniers jours sont comptées.`,
  },
};
