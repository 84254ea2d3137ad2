package configuration

import (
	"slices"
	"strings"
	"unicode"
)

// Meaning is what a customer means who answers a notice in words instead of tapping a
// choice: only an answer that is nothing else, such as "Oui." or "I agree".
func Meaning(text string) Consent {
	switch said := plain(text); {
	case slices.Contains(agreeing(), said):
		return ConsentGiven
	case slices.Contains(refusing(), said):
		return ConsentRefused
	}
	return NotAsked
}

// plain is a text in lower case, without what is around its words, and with one kind of
// apostrophe and space.
func plain(text string) string {
	text = strings.ToLower(strings.ReplaceAll(text, "’", "'"))
	text = strings.Join(strings.Fields(text), " ")
	return strings.TrimFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// agreeing is how people say yes in the languages that customers write most.
func agreeing() []string {
	return []string{
		"yes", "y", "ok", "okay", "i agree", "agree", "i accept", "accept", "yes i agree", "yes, i agree",
		"oui", "d'accord", "j'accepte", "accepte", "oui j'accepte", "oui, j'accepte",
		"sí", "si", "acepto", "de acuerdo", "ja", "einverstanden", "ich stimme zu", "akkoord",
		"sì", "accetto", "d'accordo", "sim", "aceito", "concordo",
	}
}

// refusing is how they say no.
func refusing() []string {
	return []string{
		"no", "n", "i do not agree", "i don't agree", "i refuse", "refuse", "i decline", "decline", "no thanks", "no, thanks",
		"non", "je refuse", "non merci", "pas d'accord", "je n'accepte pas",
		"no acepto", "no gracias", "nein", "nicht einverstanden", "ich stimme nicht zu", "nee",
		"non accetto", "no grazie", "não", "nao", "não aceito", "recuso",
	}
}
