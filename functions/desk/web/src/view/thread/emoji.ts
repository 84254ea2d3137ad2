import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { fold } from '../../state/commands.js';
import { compose } from '../../text/compose.js';
import { say } from '../../text/language.js';
import { View } from '../view.js';

/** Those that agents use with customers, with what they are found by in both languages. */
const all =
  `😀 smile sourire|😊 happy content|🙂 slight sourire léger|😉 wink clin d'oeil|😄 laugh rire|😂 tears joy larmes
😍 love amour|🤗 hug câlin|🤔 think réfléchir|😅 phew sueur|😇 angel ange|😎 cool lunettes|😌 relieved soulagé|😮 wow surpris
😢 sad triste|😭 cry pleurer|😞 disappointed déçu|😔 sorry désolé|😬 oops gêne|🙈 monkey singe|🙄 eyes yeux|😡 angry colère
👍 yes up oui pouce|👎 no down non|👌 ok perfect parfait|👏 bravo clap applaudir|🙏 thanks please merci prière|🙌 hooray bravo
👋 hello bye wave bonjour salut|💪 strong fort|🤝 deal accord main|✌️ peace paix|🤞 luck chance doigts|👉 right droite
👈 left gauche|👇 below dessous|☝️ above one dessus un|❤️ heart coeur|💙 blue bleu coeur|💚 green vert coeur|💔 broken brisé
✨ sparkles new neuf|🎉 party fête|🎂 birthday anniversaire|🎁 gift cadeau|🌟 star étoile|⭐ star étoile|🔥 fire feu
✅ done check fait coche|❌ cross no croix non|⚠️ warning attention|❗ important|❓ question|💡 idea idée|ℹ️ info
📅 date calendar calendrier|⏰ alarm réveil|⏳ wait attendre sablier|⌛ time temps|🕐 hour heure|📍 place lieu|🏠 home maison
🏪 shop magasin|🚚 delivery livraison camion|📦 parcel colis|✈️ plane avion|🚗 car voiture|🚲 bike vélo|🛒 cart panier|🛍️ bags achats
💳 card pay carte payer|💶 euro money argent|🧾 receipt bill facture reçu|🔄 exchange return échange retour|🔁 again encore
📞 phone téléphone|📱 mobile portable|💬 message chat|✉️ mail courriel|📧 email courriel|📷 photo|🖼️ picture image|📎 attachment pièce jointe
📄 document|🔗 link lien|🔑 key clé|🔒 lock secure cadenas sûr|🔧 repair réparer|⚙️ settings réglages|👀 look regarder|🍀 luck chance`
    .split(/[|\n]/)
    .map((line) => {
      const at = line.indexOf(' ');
      return { sign: line.slice(0, at), names: line.slice(at + 1) };
    });

const columns = 8;

/** A small set of emoji, by name. It says "pick" with the one, and "close". */
class Emoji extends View {
  static override properties = { typed: { state: true } };
  declare typed: string;

  constructor() {
    super();
    this.typed = '';
  }

  protected override firstUpdated(): void {
    this.querySelector('input')?.focus();
  }

  protected override render(): TemplateResult {
    const t = say(compose);
    const found = all.filter((e) => fold(e.names).includes(fold(this.typed)));
    return html`<div class="emoji" role="dialog" aria-label=${t.emoji} @keydown=${this.keys} @focusout=${this.left}>
      <input type="search" autocomplete="off" aria-label=${t.findEmoji} placeholder=${t.findEmoji} .value=${this.typed} @input=${this.type} />
      <div class="grid">
        ${repeat(
          found,
          (e) => e.sign,
          (e) =>
            html`<button type="button" class="icon" aria-label="${e.sign} ${e.names}" @click=${() => this.pick(e.sign)}>${e.sign}</button>`,
        )}
      </div>
      <p role="status" class="hidden">${t.found(found.length)}</p>
    </div>`;
  }

  private readonly type = (e: globalThis.Event) => {
    this.typed = (e.target as HTMLInputElement).value;
  };

  private pick(detail: string): void {
    this.dispatchEvent(new CustomEvent('pick', { detail }));
  }

  private readonly left = (e: FocusEvent) => {
    if (e.relatedTarget && !this.contains(e.relatedTarget as Node))
      this.dispatchEvent(new CustomEvent('close'));
  };

  private readonly keys = (e: KeyboardEvent) => {
    const buttons = [...this.querySelectorAll<HTMLElement>('.grid button')];
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: at < 0 ? 1 : columns, ArrowUp: -columns }[e.key];
    if (e.key === 'Escape') this.dispatchEvent(new CustomEvent('close'));
    else if (e.key === 'Enter' && at < 0) buttons[0]?.click();
    else if (step && (at >= 0 || e.key === 'ArrowDown')) {
      if (at + step < 0) this.querySelector('input')?.focus();
      else buttons[Math.min(at + step, buttons.length - 1)]?.focus();
    } else return;
    e.preventDefault();
    e.stopPropagation();
  };
}

customElements.define('desk-emoji', Emoji);
