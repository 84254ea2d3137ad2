package e2e

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/frontdesk-gcp/frontdesk/emulator/browser"
	"github.com/frontdesk-gcp/frontdesk/shared/agent"
)

// english is what the client says in English and in no other language, see texts.mjs.
var english = sync.OnceValues(func() ([]string, error) {
	out, err := exec.Command("node", "texts.mjs").Output()
	if err != nil {
		return nil, fmt.Errorf("collect the client's texts: %w", err)
	}
	var said struct {
		Bundles int
		En, Fr  []string
	}
	if err := json.Unmarshal(out, &said); err != nil {
		return nil, err
	}
	only := slices.DeleteFunc(said.En, func(s string) bool { return s == "" || slices.Contains(said.Fr, s) })
	if said.Bundles < 8 || len(only) < 300 {
		return nil, fmt.Errorf("only %d English texts in %d bundles: texts.mjs does not find them any more", len(only), said.Bundles)
	}
	return only, nil
})

// said is everything on the page that can be read or is read out, but what is marked as English.
const said = `(() => {
	const all = [];
	const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('[lang=en], script, style');
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (texts.nextNode()) if (shown(texts.currentNode.parentElement)) all.push(texts.currentNode.data);
	for (const e of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]')) {
		if (shown(e)) all.push(...['aria-label', 'title', 'placeholder', 'alt'].map((name) => e.getAttribute(name) ?? ''));
	}
	return [...new Set(all.map((t) => t.replace(/\s+/g, ' ').trim()).filter(Boolean))];
})()`

// sentence is how long, in letters, an English text is that is looked for within others.
const sentence = 12

// speaksFrench wants nothing English on the page.
func (s *seat) speaksFrench(what string) {
	s.Helper()
	only, err := english()
	s.must(err)
	if lang := value[string](s, `document.documentElement.lang`); lang != "fr" {
		s.Errorf("%s is in %q", what, lang)
	}
	for _, text := range value[[]string](s, said) {
		for _, en := range only {
			if text == en || utf8.RuneCountInString(en) >= sentence && strings.Contains(text, en) {
				s.Errorf("%s says %q", what, text)
			}
		}
	}
}

func french(v browser.View) browser.View {
	v.Locale = "fr-FR"
	return v
}

func TestEverythingIsSaidInFrench(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "books")
	entrance := o.opens(o.DeskURL, "/", french(wide))
	entrance.sees("heading", "Qui êtes-vous ?")
	entrance.speaksFrench("the entrance")

	o.hires("Luc")
	page := o.sits(o.hires("Zoé", func(a *agent.Agent) { a.Role = agent.Admin }), "/", french(wide))
	page.speaksFrench("an empty desk")
	page.chooses("/^Présence/", "Disponible")
	dana := o.customer("Dana")
	dana.writes("Avez-vous ce livre ?")
	page.sees("button", "Refuser")
	page.speaksFrench("an offer")
	page.presses("button", "Accepter")
	page.presses("textbox", "/Dana$/")
	page.types("Oui, en deux couleurs.\r")
	dana.gets("Oui, en deux couleurs.")
	history := page.in("region", "Historique")
	history.of("listitem", "Oui, en deux couleurs.").reads("· Distribué")
	history.reads(day(time.Now()))
	page.speaksFrench("a conversation")
	for _, action := range []string{"Transférer", "Demander conseil", "Attribuer", "Clore", "Pourquoi est-elle ici ?"} {
		page.acts(action)
		page.sees("dialog", "")
		page.speaksFrench("the dialog of " + action)
		page.types("\x1b")
		page.misses("dialog", "")
	}
	page.presses("disclosure", "/^Réglages/")
	page.speaksFrench("the settings")
	page.presses("disclosure", "/^Réglages/")
	page.presses("button", "Commandes")
	page.speaksFrench("the commands")
	page.types("\x1b")

	for _, view := range []string{"Files", "Agents", "Sessions", "Chiffres", "Évaluations", "Réglages du jour", "Données des clients"} {
		page.in("navigation", "Pages").presses("link", view)
		page.sees("heading", "")
		page.await(`!/Chargement…/.test(document.body.innerText)`)
		page.speaksFrench("the page " + view)
	}
	page.in("navigation", "Pages").presses("link", "Agents")
	page.presses("button", "Ajouter un agent")
	page.in("dialog", "Ajouter un agent").presses("button", "Enregistrer")
	page.speaksFrench("the form of an entry")
	page.types("\x1b")
	page.presses("searchbox", "Rechercher")
	page.types("Luc")
	page.of("row", "Luc").presses("button", "Détails")
	page.in("dialog", "Luc").presses("button", "Suspendre…")
	page.speaksFrench("the question before a suspension")
	page.in("dialog", "Suspendre Luc ?").writes("Motif", "Téléphone volé")
	page.in("dialog", "Suspendre Luc ?").presses("button", "Suspendre")
	page.reads("Luc est suspendu.")
	page.of("row", "Luc").presses("button", "Détails")
	page.in("dialog", "Luc").reads("Téléphone volé")
	page.speaksFrench("the history of an entry")
	page.pictured("roster-history-fr")
}

// day is a day as the French write it.
func day(t time.Time) string {
	days := []string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}
	months := []string{
		"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
	}
	return fmt.Sprintf("%s %d %s %d", days[t.Weekday()], t.Day(), months[t.Month()-1], t.Year())
}
