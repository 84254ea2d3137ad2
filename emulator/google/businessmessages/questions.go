package businessmessages

import (
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

// The questions of a survey: the one that Google demands, one of its templates and one of the business's own, which
// the business would have configured for each locale.

// surveyLife is how long a survey can be answered.
const surveyLife = 7 * 24 * time.Hour

const (
	standardQuestion = "GOOGLE_STANDARD_QUESTION"
	templateQuestion = "GOOGLE_TEMPLATE_QUESTION"
	customQuestion   = "PARTNER_CUSTOM_QUESTION"
)

// newSurvey returns the questions in the language of a locale: French, or else English.
func newSurvey(id, locale string) *phone.Survey {
	if language(locale) == "fr" {
		return &phone.Survey{ID: id, Questions: frenchQuestions()}
	}
	return &phone.Survey{ID: id, Questions: englishQuestions()}
}

func englishQuestions() []phone.SurveyQuestion {
	return []phone.SurveyQuestion{
		{
			ID: "GOOGLE_DEFINED_TASK_COMPLETION", Type: standardQuestion,
			Text:    "Did you get what you needed?",
			Options: options("👍", "yes", "👎", "no"),
		},
		{
			ID: "example_template_question", Type: templateQuestion,
			Text:    "How easy was it?",
			Options: options("Very easy", "5", "Easy", "4", "So-so", "3", "Hard", "2", "Very hard", "1"),
		},
		{
			ID: "custom_q_1", Type: customQuestion,
			Text:    "How would you like to reach us next time?",
			Options: options("In this chat", "prefers_chat", "By phone", "prefers_phone"),
		},
	}
}

func frenchQuestions() []phone.SurveyQuestion {
	return []phone.SurveyQuestion{
		{
			ID: "GOOGLE_DEFINED_TASK_COMPLETION", Type: standardQuestion,
			Text:    "Avez-vous obtenu ce que vous cherchiez ?",
			Options: options("👍", "yes", "👎", "no"),
		},
		{
			ID: "example_template_question", Type: templateQuestion,
			Text:    "Était-ce facile ?",
			Options: options("Très facile", "5", "Facile", "4", "Moyen", "3", "Difficile", "2", "Très difficile", "1"),
		},
		{
			ID: "custom_q_1", Type: customQuestion,
			Text:    "Comment préférez-vous nous joindre la prochaine fois ?",
			Options: options("Par ce chat", "prefers_chat", "Par téléphone", "prefers_phone"),
		},
	}
}

// options returns the answers to a question: the text of each and then its postback data.
func options(pairs ...string) []phone.SurveyOption {
	var all []phone.SurveyOption
	for pair := range slices.Chunk(pairs, 2) {
		all = append(all, phone.SurveyOption{Text: pair[0], Data: pair[1]})
	}
	return all
}
