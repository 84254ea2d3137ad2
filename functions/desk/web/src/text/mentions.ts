import { plural, type Texts } from './language.js';

interface MentionTexts {
  title: string;
  unseen: (n: number) => string;
  none: string;
  seeAll: string;
  by: (who: string) => string;
  fresh: string;
  list: string;
}

export const mentions: Texts<MentionTexts> = {
  en: {
    title: 'Mentions',
    unseen: (n) => (n > 0 ? `Mentions: ${n} new` : 'Mentions'),
    none: 'No notes for you. Colleagues write them with @ and your name.',
    seeAll: 'Mark all as seen',
    by: (who) => `A note for you from ${who}`,
    fresh: 'New',
    list: 'Notes for you',
  },
  fr: {
    title: 'Mentions',
    unseen: (n) => (n > 0 ? `Mentions : ${n} ${plural(n, 'nouvelle', 'nouvelles')}` : 'Mentions'),
    none: 'Aucune note pour vous. Vos collègues les écrivent avec @ et votre nom.',
    seeAll: 'Tout marquer comme vu',
    by: (who) => `Une note pour vous, de ${who}`,
    fresh: 'Nouvelle',
    list: 'Notes pour vous',
  },
};
