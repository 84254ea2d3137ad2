import type { Detail } from '../state/profile.js';
import type { Texts } from './language.js';

/** Texts of what agents know of a customer. */
interface Profile {
  title: string;
  details: Record<Detail, string>;
  edit: string;
  add: string;
  save: string;
  saving: string;
  cancel: string;
  wrote: (who: string, when: string) => string;
  tooLong: (what: string) => string;
}

export const profile: Texts<Profile> = {
  en: {
    title: 'About the customer',
    details: {
      name: 'Name',
      phone: 'Phone',
      email: 'E-mail',
      company: 'Company',
      address: 'Address',
      note: 'Note on the customer',
    },
    edit: 'Edit',
    add: 'Add contact details or a note',
    save: 'Save',
    saving: 'Saving…',
    cancel: 'Cancel',
    wrote: (who, when) => `${who}, ${when}`,
    tooLong: (what) => `${what}: this is too long.`,
  },
  fr: {
    title: 'À propos du client',
    details: {
      name: 'Nom',
      phone: 'Téléphone',
      email: 'E-mail',
      company: 'Entreprise',
      address: 'Adresse',
      note: 'Note sur le client',
    },
    edit: 'Modifier',
    add: 'Ajouter des coordonnées ou une note',
    save: 'Enregistrer',
    saving: 'Enregistrement…',
    cancel: 'Annuler',
    wrote: (who, when) => `${who}, ${when}`,
    tooLong: (what) => `${what} : ce texte est trop long.`,
  },
};
