// What is seldom needed in a conversation, and so loaded when it first is: all of it in one
// piece, since small pieces take more than they have.
import './cards.js';
import './dialogs/ask.js';
import './emoji.js';
import './quickdialog.js';
import './whydialog.js';

export * from './dialogs/later.js';
