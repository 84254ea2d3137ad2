package google

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// surveyLife is how long a survey can be answered.
const surveyLife = 7 * 24 * time.Hour

// Survey is a survey on the phone.
type Survey struct {
	ID        string           `json:"id"`
	Cancelled bool             `json:"cancelled,omitempty"` // the customer went on writing instead
	Questions []SurveyQuestion `json:"questions"`
}

// SurveyQuestion is one question with its answers, one of which may have been given.
type SurveyQuestion struct {
	ID       string         `json:"id"`
	Type     string         `json:"type"` // GOOGLE_STANDARD_QUESTION, GOOGLE_TEMPLATE_QUESTION, PARTNER_CUSTOM_QUESTION
	Text     string         `json:"text"`
	Options  []SurveyOption `json:"options"`
	Answered bool           `json:"answered,omitempty"`
	Answer   int            `json:"answer"` // index into Options, when answered
}

// SurveyOption is an answer to tap.
type SurveyOption struct {
	Text         string `json:"text"`
	PostbackData string `json:"postbackData"`
}

// AnswerSurvey taps an answer of a survey's question, both by index; each answer is an event of its own. It fails when
// the survey is unknown, cancelled, over seven days old, or when the question was answered before.
func (p *Phone) AnswerSurvey(ctx context.Context, surveyID string, question, option int) error {
	return waitFor(ctx)(p.answerSurvey(surveyID, question, option))
}

func (p *Phone) answerSurvey(surveyID string, question, option int) (*delivery, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	e := p.surveyEntry(surveyID)
	switch {
	case e == nil:
		return nil, fmt.Errorf("google: no survey %q", surveyID)
	case e.Survey.Cancelled || p.now().Sub(e.At) > surveyLife:
		return nil, fmt.Errorf("google: survey %q is over", surveyID)
	case question < 0 || question >= len(e.Survey.Questions):
		return nil, fmt.Errorf("google: survey %q has no question %d", surveyID, question)
	}
	q := e.Survey.Questions[question]
	if q.Answered || option < 0 || option >= len(q.Options) {
		return nil, fmt.Errorf("google: question %d of survey %q was answered or has no option %d", question, surveyID, option)
	}
	e.Survey = e.Survey.with(func(s *Survey) { s.Questions[question].Answered, s.Questions[question].Answer = true, option })
	p.revise(e)
	id := newID()
	return p.enqueue(&userMessage{
		RequestID: id, SurveyResponse: p.surveyAnswer(e.Survey, question), Context: p.context(),
	}, ""), nil
}

func (p *Phone) surveyAnswer(s *Survey, question int) *surveyPayload {
	q := s.Questions[question]
	return &surveyPayload{
		Survey: "conversations/" + p.conversation + "/surveys/" + s.ID, CreateTime: stamp(p.now()),
		SurveyQuestionID: q.ID, QuestionType: q.Type,
		QuestionResponseText:         q.Options[q.Answer].Text,
		QuestionResponsePostbackData: q.Options[q.Answer].PostbackData,
		QuestionIndex:                question + 1, TotalQuestionCount: len(s.Questions), SurveyTriggerSource: "PARTNER",
	}
}

func (p *Phone) surveyEntry(id string) *Entry {
	for _, e := range p.entries {
		if e.Survey != nil && e.ID == id {
			return e
		}
	}
	return nil
}

// with gives a changed copy: entries that were handed out keep what they had.
func (s *Survey) with(change func(*Survey)) *Survey {
	c := *s
	c.Questions = slices.Clone(s.Questions)
	change(&c)
	return &c
}

func (s *Survey) complete() bool {
	return !slices.ContainsFunc(s.Questions, func(q SurveyQuestion) bool { return !q.Answered })
}

// cancelSurveys ends the surveys that are not filled in.
func (p *Phone) cancelSurveys() {
	for _, e := range p.entries {
		if e.Survey != nil && !e.Survey.Cancelled && !e.Survey.complete() {
			e.Survey = e.Survey.with(func(s *Survey) { s.Cancelled = true })
			p.revise(e)
		}
	}
}
