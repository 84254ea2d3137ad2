import type { Texts } from './language.js';

interface NoteTexts {
  edited: (at: string) => string;
  deleted: string;
  edit: string;
  remove: string;
  sure: string;
  text: string;
  save: string;
  cancel: string;
}

export const notes: Texts<NoteTexts> = {
  en: {
    edited: (at) => `edited ${at}`,
    deleted: 'This note was deleted.',
    edit: 'Edit',
    remove: 'Delete',
    sure: 'Delete this note?',
    text: 'Text of the note',
    save: 'Save',
    cancel: 'Cancel',
  },
  fr: {
    edited: (at) => `modifiée à ${at}`,
    deleted: 'Cette note a été supprimée.',
    edit: 'Modifier',
    remove: 'Supprimer',
    sure: 'Supprimer cette note ?',
    text: 'Texte de la note',
    save: 'Enregistrer',
    cancel: 'Annuler',
  },
};
