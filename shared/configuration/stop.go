package configuration

import (
	"maps"
	"slices"
	"strings"

	"github.com/frontdesk-gcp/frontdesk/shared/locale"
)

const (
	// maxStopWord is the longest text that ends messages, in characters, and maxStopWords
	// is how many words it may have.
	maxStopWord  = 30
	maxStopWords = 3
)

// stopWords are what customers write, by language, who want no more messages. Words that
// are as often about something else, such as cancel, are not among them.
func stopWords() map[string][]string {
	return map[string][]string{
		"en": {"stop", "stop all", "unsubscribe", "opt out", "opt-out"},
		"fr": {"stop", "arrêt", "arret", "arrêter", "désabonner", "me désabonner", "désinscription", "se désinscrire"},
		"es": {"stop", "baja", "darme de baja", "parar", "cancelar suscripción"},
		"de": {"stop", "stopp", "abmelden", "abbestellen"},
		"it": {"stop", "disiscrivimi", "annulla iscrizione", "basta messaggi"},
		"pt": {"stop", "parar", "sair", "cancelar inscrição", "cancelar subscrição"},
		"nl": {"stop", "afmelden", "uitschrijven"},
	}
}

// MayStop reports whether a text is short enough to be one that ends messages.
func MayStop(text string) bool {
	const bytes = 4 * maxStopWord
	return len(text) <= bytes && len(strings.Fields(text)) <= maxStopWords
}

// Stops reports whether a customer who writes this wants no more messages.
func (c *Config) Stops(text string) bool {
	return MayStop(text) && c.stops[plain(text)]
}

// languages are those of the workstreams and of the automated messages, without region.
func (s *Spec) languages() []string {
	all := map[string]bool{}
	for _, w := range s.Workstreams {
		all[locale.Base(w.Language)] = true
	}
	for _, m := range s.AutomatedMessages {
		for tag := range m.Texts {
			all[locale.Base(tag)] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// compileStops collects the words that are heard: those that are written or, for a language
// of the configuration for which none are, ours.
func (c *Config) compileStops() {
	c.stops = map[string]bool{}
	ours := stopWords()
	for _, language := range c.languages() {
		if _, own := c.StopWords[language]; !own {
			c.hear(ours[language])
		}
	}
	for _, words := range c.StopWords {
		c.hear(words)
	}
}

func (c *Config) hear(words []string) {
	for _, word := range words {
		c.stops[plain(word)] = true
	}
}

func (c *checker) stopWords() {
	Each(c.StopWords, func(language string, words []string) {
		path := Under("stop_words", language)
		c.tag(path, language)
		if language != locale.Base(language) {
			c.add(path, "words are heard in every region, write %q", locale.Base(language))
		}
		for i, word := range words {
			if plain(word) == "" || len([]rune(word)) > maxStopWord || !MayStop(word) {
				c.add(At(path, i), "%q is not one to %d words of %d characters at most", word, maxStopWords, maxStopWord)
			}
		}
		c.twice(path, words)
	})
}
