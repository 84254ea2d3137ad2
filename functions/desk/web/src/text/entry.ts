import type { Fault } from '../state/entry.js';
import type { Texts } from './language.js';

interface Entry {
  save: string;
  editWhom: (who: string) => string;
  removeWhom: (who: string) => string;
  removeWhat: string;
  removeIt: string;
  added: (who: string) => string;
  changed: (who: string) => string;
  removed: (who: string) => string;
  entryDenied: string;
  addressWhat: string;
  roleFixed: string;
  noSuchQueue: string;
  skill: string;
  levelOf: (skill: string) => string;
  withoutSkill: (skill: string) => string;
  addSkill: string;
  skillsWhat: string;
  capacity: string;
  capacityWhat: string;
  languagesWhat: string;
  faults: Record<Fault, string>;
}

/** What the form of an entry of the roster says. */
export const entryTexts: Texts<Entry> = {
  en: {
    save: 'Save',
    editWhom: (who) => `Edit ${who}`,
    removeWhom: (who) => `Remove ${who} from the roster?`,
    removeWhat:
      'Access ends immediately and permanently. Sessions go back to their queues within a few minutes.',
    removeIt: 'Remove',
    added: (who) => `${who} is on the roster.`,
    changed: (who) => `The entry of ${who} was changed.`,
    removed: (who) => `${who} was removed.`,
    entryDenied:
      'The database refused this: somebody may have changed the entry, or your role, meanwhile. Close this and check again.',
    addressWhat: 'The address that the agent signs in with, in lower case.',
    roleFixed: 'Nobody can change their own role, and only an admin can change an admin’s.',
    noSuchQueue: 'not in the configuration',
    skill: 'Skill',
    levelOf: (skill) => `Level of ${skill || 'the skill'}`,
    withoutSkill: (skill) => `Remove ${skill || 'the skill'}`,
    addSkill: 'Add a skill',
    skillsWhat: 'Each with a level from 1 to 10.',
    capacity: 'Capacity',
    capacityWhat: 'In units; most sessions take one.',
    languagesWhat: 'As tags separated by commas, such as en, fr-CA.',
    faults: {
      missing: 'This is missing.',
      long: 'This is too long.',
      many: 'There are too many.',
      address: 'This is not an e-mail address.',
      lowerCase: 'Write the address in lower case.',
      known: 'There is already an entry with this address.',
      role: 'You cannot assign this role.',
      queue: 'There is no such queue.',
      skill: 'A skill is a lower-case word, such as french or heating-2.',
      twice: 'A skill is there twice.',
      level: 'A level is a whole number from 1 to 10.',
      capacity: 'The capacity is a whole number from 0 to 1000.',
      language: 'A language is a tag such as en or fr-CA.',
    },
  },
  fr: {
    save: 'Enregistrer',
    editWhom: (who) => `Modifier ${who}`,
    removeWhom: (who) => `Retirer ${who} de l’effectif ?`,
    removeWhat:
      'L’accès prend fin aussitôt et définitivement. Les sessions retournent dans leurs files en quelques minutes.',
    removeIt: 'Retirer',
    added: (who) => `${who} est dans l’effectif.`,
    changed: (who) => `La fiche de ${who} est modifiée.`,
    removed: (who) => `${who} a été retiré.`,
    entryDenied:
      'La base de données a refusé : quelqu’un a peut-être changé la fiche, ou votre rôle, entre-temps. Fermez cette fenêtre et vérifiez.',
    addressWhat: 'Celle avec laquelle l’agent se connecte, en minuscules.',
    roleFixed: 'Personne ne change son propre rôle, et seuls les administrateurs celui d’un administrateur.',
    noSuchQueue: 'absente de la configuration',
    skill: 'Compétence',
    levelOf: (skill) => `Niveau : ${skill || 'compétence'}`,
    withoutSkill: (skill) => `Retirer ${skill || 'la compétence'}`,
    addSkill: 'Ajouter une compétence',
    skillsWhat: 'Chacune avec un niveau de 1 à 10.',
    capacity: 'Capacité',
    capacityWhat: 'En unités ; la plupart des sessions en prennent une.',
    languagesWhat: 'En codes séparés par des virgules, par exemple en, fr-CA.',
    faults: {
      missing: 'Ce champ est vide.',
      long: 'C’est trop long.',
      many: 'Il y en a trop.',
      address: 'Ce n’est pas une adresse e-mail.',
      lowerCase: 'Écrivez l’adresse en minuscules.',
      known: 'Il y a déjà une fiche à cette adresse.',
      role: 'Vous ne pouvez pas donner ce rôle.',
      queue: 'Cette file n’existe pas.',
      skill: 'Une compétence est un mot en minuscules sans accents, par exemple french ou heating-2.',
      twice: 'Une compétence s’y trouve deux fois.',
      level: 'Un niveau est un nombre entier de 1 à 10.',
      capacity: 'La capacité est un nombre entier de 0 à 1000.',
      language: 'Une langue est un code comme en ou fr-CA.',
    },
  },
};
