package google

// The questions of a survey: the one that Google demands, one of its templates and one of the business's own, which
// the business would have configured for each locale.

const (
	standardQuestion = "GOOGLE_STANDARD_QUESTION"
	templateQuestion = "GOOGLE_TEMPLATE_QUESTION"
	customQuestion   = "PARTNER_CUSTOM_QUESTION"
)

// newSurvey gives the questions in the language of a locale: French, or else English.
func newSurvey(id, locale string) *Survey {
	if language(locale) == "fr" {
		return &Survey{ID: id, Questions: frenchQuestions()}
	}
	return &Survey{ID: id, Questions: englishQuestions()}
}

func englishQuestions() []SurveyQuestion {
	return []SurveyQuestion{
		{
			ID: "GOOGLE_DEFINED_TASK_COMPLETION", Type: standardQuestion,
			Text:    "Did you get what you needed?",
			Options: []SurveyOption{{"👍", "yes"}, {"👎", "no"}},
		},
		{
			ID: "example_template_question", Type: templateQuestion,
			Text:    "How easy was it?",
			Options: []SurveyOption{{"Very easy", "5"}, {"Easy", "4"}, {"So-so", "3"}, {"Hard", "2"}, {"Very hard", "1"}},
		},
		{
			ID: "custom_q_1", Type: customQuestion,
			Text:    "How would you like to reach us next time?",
			Options: []SurveyOption{{"In this chat", "prefers_chat"}, {"By phone", "prefers_phone"}},
		},
	}
}

func frenchQuestions() []SurveyQuestion {
	return []SurveyQuestion{
		{
			ID: "GOOGLE_DEFINED_TASK_COMPLETION", Type: standardQuestion,
			Text:    "Avez-vous obtenu ce que vous cherchiez ?",
			Options: []SurveyOption{{"👍", "yes"}, {"👎", "no"}},
		},
		{
			ID: "example_template_question", Type: templateQuestion,
			Text: "Était-ce facile ?",
			Options: []SurveyOption{
				{"Très facile", "5"}, {"Facile", "4"}, {"Moyen", "3"}, {"Difficile", "2"}, {"Très difficile", "1"},
			},
		},
		{
			ID: "custom_q_1", Type: customQuestion,
			Text:    "Comment préférez-vous nous joindre la prochaine fois ?",
			Options: []SurveyOption{{"Par ce chat", "prefers_chat"}, {"Par téléphone", "prefers_phone"}},
		},
	}
}
