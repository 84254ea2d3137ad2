package rcs

import "strings"

// keyword reports whether a text is, as a whole, what users of a country write to end
// messages or to allow them again; phones write it for them, too. Google sends an event
// beside it, before or after. What is a keyword in one country is a word in another.
func keyword(text, number string) (on, ok bool) {
	end, allow := "stop", "start"
	for prefix, words := range map[string][2]string{
		"+34": {"baja", "alta"}, "+52": {"baja", "alta"}, "+55": {"parar", "começar"}, "+33": {"stop", "démarrer"},
	} {
		if strings.HasPrefix(number, prefix) {
			end, allow = words[0], words[1]
		}
	}
	switch strings.ToLower(strings.TrimSpace(text)) {
	case end, "stop":
		return false, true
	case allow, "start":
		return true, true
	}
	return false, false
}
