package phone

import (
	"encoding/json"
	"errors"
	"strings"
)

// actions are what the page can do with its phone, by the last part of the path; each takes the body of the request.
func actions() map[string]func(*Phone, json.RawMessage) error {
	return map[string]func(*Phone, json.RawMessage) error{
		"message":  action(writeText),
		"person":   action(func(p *Phone, _ struct{}) error { p.askForPerson(); return nil }),
		"typing":   action(func(p *Phone, a struct{ On bool }) error { p.setTyping(a.On); return nil }),
		"look":     action(func(p *Phone, a struct{ Open bool }) error { p.LookAt(a.Open); return nil }),
		"tap":      action(tapChip),
		"place":    action(func(p *Phone, a Place) error { _, _, err := p.sharePlace(a); return err }),
		"consent":  action(func(p *Phone, a struct{ On bool }) error { _, err := p.consent(a.On); return err }),
		"signin":   action(answerSignIn),
		"survey":   action(answerQuestion),
		"settings": action(changeSettings),
	}
}

// action decodes the body of a request for do.
func action[T any](do func(*Phone, T) error) func(*Phone, json.RawMessage) error {
	return func(p *Phone, body json.RawMessage) error {
		var a T
		if err := json.Unmarshal(body, &a); err != nil {
			return errors.New("not the expected JSON")
		}
		return do(p, a)
	}
}

func writeText(p *Phone, a struct{ Text string }) error {
	if strings.TrimSpace(a.Text) == "" {
		return errors.New("nothing to send")
	}
	p.say(Wrote{ID: p.newMessageID(), Text: a.Text})
	return nil
}

// tapChip taps a chip of a message, or of one of its cards.
func tapChip(p *Phone, a struct {
	Message string
	Card    *int
	Index   int
},
) error {
	card := -1
	if a.Card != nil {
		card = max(*a.Card, 0)
	}
	_, err := p.tap(a.Message, card, a.Index)
	return err
}

func answerSignIn(p *Phone, a struct {
	Message string
	Allow   bool
},
) error {
	_, err := p.signIn(a.Message, a.Allow)
	return err
}

func answerQuestion(p *Phone, a struct {
	Survey           string
	Question, Option int
},
) error {
	_, err := p.answerSurvey(a.Survey, a.Question, a.Option)
	return err
}

// changeSettings takes the settings that the menu shows; whether the phone is open is not one of them.
func changeSettings(p *Phone, a struct {
	Name, Locale string
	Old          bool
	Fields       map[string]string
},
) error {
	p.Configure(func(s *Settings) {
		s.DisplayName, s.Locale, s.Old = a.Name, a.Locale, a.Old
		for _, f := range p.line.Features().Fields {
			s.Fields[f.Name] = a.Fields[f.Name]
		}
	})
	return nil
}
