package businessmessages //nolint:testpackage // the wire type is nobody else's business

import "testing"

func TestWhatAnAnswerSaysOfSatisfaction(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answer wireSurvey
		want   int64
	}{
		"a thumb up":                        {wireSurvey{Question: taskCompletion, Postback: "yes"}, 5},
		"a thumb down":                      {wireSurvey{Question: taskCompletion, Postback: "no"}, 1},
		"a question that was skipped":       {wireSurvey{Question: taskCompletion, Postback: "skip_survey"}, 0},
		"a template with a number":          {wireSurvey{Question: "template", Postback: "5"}, 0},
		"the older form, at its worst":      {wireSurvey{Rating: "VERY_DISSATISFIED"}, 1},
		"the older form, at its best":       {wireSurvey{Rating: "VERY_SATISFIED"}, 5},
		"the older form without an answer":  {wireSurvey{Rating: "SURVEY_RATING_UNSPECIFIED"}, 0},
		"a question of the business's own":  {wireSurvey{Question: "custom_q_1", Postback: "yes"}, 0},
		"nothing that anybody knows of yet": {wireSurvey{}, 0},
	} {
		if got := c.answer.rating(); got != c.want {
			t.Errorf("%s: rating = %d, want %d", name, got, c.want)
		}
	}
}
