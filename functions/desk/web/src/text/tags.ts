import type { Texts } from './language.js';

interface Tags {
  tags: string;
  addTag: string;
  remove: (tag: string) => string;
  outcome: string;
  setOutcome: string;
  noOutcome: string;
  noTags: string;
  more: (n: number) => string;
  howEnded: (who: string) => string;
  chooseOutcome: string;
  whyDecline: string;
  noReason: string;
}

export const tags: Texts<Tags> = {
  en: {
    tags: 'Tags',
    addTag: 'Tag',
    remove: (tag) => `Remove the tag ${tag}`,
    outcome: 'Outcome',
    setOutcome: 'Outcome',
    noOutcome: 'No outcome',
    noTags: 'No tags',
    more: (n) => `${n} more`,
    howEnded: (who) => `How did it end: ${who}`,
    chooseOutcome: 'Choose how it ended first.',
    whyDecline: 'Why do you decline?',
    noReason: 'No reason',
  },
  fr: {
    tags: 'Étiquettes',
    addTag: 'Étiquette',
    remove: (tag) => `Retirer l’étiquette ${tag}`,
    outcome: 'Issue',
    setOutcome: 'Issue',
    noOutcome: 'Sans issue',
    noTags: 'Aucune étiquette',
    more: (n) => `${n} de plus`,
    howEnded: (who) => `Comment cela s’est-il terminé : ${who}`,
    chooseOutcome: 'Choisissez d’abord une issue.',
    whyDecline: 'Pourquoi refusez-vous ?',
    noReason: 'Sans motif',
  },
};
