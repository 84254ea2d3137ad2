import { bounds } from '../data/words.gen.js';
import type { RowFault } from '../state/quickreplies.js';
import type { Texts } from './language.js';

/** Texts of the editor of quick replies. */
interface Quick {
  title: string;
  whose: string;
  own: string;
  shared: string;
  ownWhat: string;
  sharedWhat: string;
  names: string;
  name: (n: number) => string;
  text: (n: number) => string;
  none: string;
  add: string;
  keepThis: string;
  remove: (name: string) => string;
  addPicture: (n: number) => string;
  removePicture: (n: number) => string;
  alt: (n: number) => string;
  loading: string;
  noPicture: (name: string) => string;
  save: string;
  cancel: string;
  saving: string;
  faults: Record<RowFault, (n: number) => string>;
}

export const quick: Texts<Quick> = {
  en: {
    title: 'Quick replies',
    whose: 'Whose quick replies',
    own: 'Mine',
    shared: 'Everybody’s',
    ownWhat: 'Only you see these. Find one by / and its name.',
    sharedWhat: 'Everybody at the desk can use these. Those of the configuration are not here.',
    names: 'A text can have {CustomerName}, {AgentName} and {QueueName} in it.',
    name: (n) => `Name of quick reply ${n}`,
    text: (n) => `Text of quick reply ${n}`,
    none: 'There are none yet.',
    add: 'Add one',
    keepThis: 'Keep what I have written',
    remove: (name) => `Delete ${name}`,
    addPicture: (n) => `Add a picture to quick reply ${n}`,
    removePicture: (n) => `Remove the picture of quick reply ${n}`,
    alt: (n) => `What the picture of quick reply ${n} shows`,
    loading: 'Loading…',
    noPicture: (name) => `${name} is not a picture that the browser can read.`,
    save: 'Save',
    cancel: 'Cancel',
    saving: 'Saving…',
    faults: {
      name: (n) => `Quick reply ${n} needs a name.`,
      reserved: (n) => `Quick reply ${n} cannot have this name.`,
      text: (n) => `Quick reply ${n} needs a text or a picture.`,
      twice: (n) => `Quick reply ${n} has a name that another one has.`,
      long: (n) => `Quick reply ${n} is too long.`,
      many: () => 'There are too many. Delete some.',
      large: () => 'Together they are too long. Delete some.',
      pictures: () => `At most ${bounds.quickPictures} can have a picture. Remove some.`,
    },
  },
  fr: {
    title: 'Réponses rapides',
    whose: 'À qui sont les réponses rapides',
    own: 'Les miennes',
    shared: 'Pour tous',
    ownWhat: 'Vous seul les voyez. Tapez / et son nom pour en trouver une.',
    sharedWhat: 'Tous les agents peuvent s’en servir. Celles de la configuration n’y sont pas.',
    names: 'Un texte peut contenir {CustomerName}, {AgentName} et {QueueName}.',
    name: (n) => `Nom de la réponse rapide ${n}`,
    text: (n) => `Texte de la réponse rapide ${n}`,
    none: 'Il n’y en a pas encore.',
    add: 'En ajouter une',
    keepThis: 'Garder ce que j’ai écrit',
    remove: (name) => `Supprimer ${name}`,
    addPicture: (n) => `Ajouter une image à la réponse rapide ${n}`,
    removePicture: (n) => `Retirer l’image de la réponse rapide ${n}`,
    alt: (n) => `Ce que montre l’image de la réponse rapide ${n}`,
    loading: 'Chargement…',
    noPicture: (name) => `${name} n’est pas une image que le navigateur sait lire.`,
    save: 'Enregistrer',
    cancel: 'Annuler',
    saving: 'Enregistrement…',
    faults: {
      name: (n) => `La réponse rapide ${n} n’a pas de nom.`,
      reserved: (n) => `La réponse rapide ${n} ne peut pas porter ce nom.`,
      text: (n) => `La réponse rapide ${n} n’a ni texte ni image.`,
      twice: (n) => `La réponse rapide ${n} porte le même nom qu’une autre.`,
      long: (n) => `La réponse rapide ${n} est trop longue.`,
      many: () => 'Il y en a trop. Supprimez-en.',
      large: () => 'Ensemble, elles sont trop longues. Supprimez-en.',
      pictures: () => `${bounds.quickPictures} au plus peuvent avoir une image. Retirez-en.`,
    },
  },
};
