// The pages and dialogs that are seldom looked at, and so loaded when one first is: all of
// them in one piece, since small pieces take more than they have.
import './keys.js';
import './mentions.js';
import './search.js';
import './start.js';
