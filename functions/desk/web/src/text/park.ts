import type { Preset } from '../state/park.js';
import type { Texts } from './language.js';

interface Park {
  title: (who: string) => string;
  presets: Record<Preset, string>;
  /** of times that are not the browser's */
  zone: (zone: string) => string;
  date: string;
  wrong: string;
  what: string;
  until: (at: string) => string;
  reminder: string;
  /** for somebody else than who set it aside */
  wasAside: string;
}

export const park: Texts<Park> = {
  en: {
    title: (who) => `Set aside: ${who}`,
    presets: {
      answer: 'Until they answer',
      soon: 'In 20 minutes',
      hour: 'In an hour',
      afternoon: 'This afternoon',
      opening: 'At the next opening',
      chosen: 'At another time',
    },
    zone: (zone) => `Times are those of ${zone}.`,
    date: 'Date and time',
    wrong: 'Choose a time within the next 30 days.',
    what: 'It comes back earlier if the customer writes.',
    until: (at) => `until ${at}`,
    reminder: 'You wanted to go on now',
    wasAside: 'Was set aside until now',
  },
  fr: {
    title: (who) => `Mettre de côté : ${who}`,
    presets: {
      answer: 'Jusqu’à sa réponse',
      soon: 'Dans 20 minutes',
      hour: 'Dans une heure',
      afternoon: 'Cet après-midi',
      opening: 'À la prochaine ouverture',
      chosen: 'À un autre moment',
    },
    zone: (zone) => `Les heures sont celles de ${zone}.`,
    date: 'Date et heure',
    wrong: 'Choisissez un moment dans les 30 jours.',
    what: 'Elle revient plus tôt si le client écrit.',
    until: (at) => `jusqu’à ${at}`,
    reminder: 'À reprendre maintenant',
    wasAside: 'Mise de côté jusqu’à maintenant',
  },
};
