package phone

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Survey is a survey on the phone.
type Survey struct {
	ID        string           `json:"id"`
	Until     time.Time        `json:"-"`                   // when it can no longer be answered
	Cancelled bool             `json:"cancelled,omitempty"` // the customer went on writing instead
	Questions []SurveyQuestion `json:"questions"`
}

// SurveyQuestion is one question with its answers, one of which may have been given.
type SurveyQuestion struct {
	ID       string         `json:"id"`
	Type     string         `json:"type"` // as the channel calls it
	Text     string         `json:"text"`
	Options  []SurveyOption `json:"options"`
	Answered bool           `json:"answered,omitempty"`
	Answer   int            `json:"answer"` // index into Options, when answered
}

// SurveyOption is an answer to tap.
type SurveyOption struct {
	Text string `json:"text"`
	Data string `json:"-"` // what is posted back
}

// AnswerSurvey taps an answer of a survey's question, both by index; each answer is a separate act. It fails if the
// survey is unknown, cancelled or over, or if the question was answered before.
func (p *Phone) AnswerSurvey(ctx context.Context, surveyID string, question, option int) error {
	return waitFor(ctx)(p.answerSurvey(surveyID, question, option))
}

func (p *Phone) answerSurvey(surveyID string, question, option int) (<-chan error, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	e := p.transcript.survey(surveyID)
	switch {
	case e == nil:
		return nil, fmt.Errorf("phone: no survey %q", surveyID)
	case e.Survey.Cancelled || p.transcript.now().After(e.Survey.Until):
		return nil, fmt.Errorf("phone: survey %q is over", surveyID)
	case question < 0 || question >= len(e.Survey.Questions):
		return nil, fmt.Errorf("phone: survey %q has no question %d", surveyID, question)
	}
	q := e.Survey.Questions[question]
	if q.Answered || option < 0 || option >= len(q.Options) {
		return nil, fmt.Errorf("phone: question %d of survey %q was answered or has no option %d", question, surveyID, option)
	}
	e.Survey = e.Survey.with(func(s *Survey) { s.Questions[question].Answered, s.Questions[question].Answer = true, option })
	p.transcript.revise(e)
	return p.carry(AnsweredSurvey{p.newID(), e.Survey, question}, ""), nil
}

func (t *Transcript) survey(id string) *Entry {
	for _, e := range t.entries {
		if e.Survey != nil && e.ID == id {
			return e
		}
	}
	return nil
}

// with returns a changed copy: entries that were handed out keep what they had.
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
func (t *Transcript) cancelSurveys() {
	for _, e := range t.entries {
		if e.Survey != nil && !e.Survey.Cancelled && !e.Survey.complete() {
			e.Survey = e.Survey.with(func(s *Survey) { s.Cancelled = true })
			t.revise(e)
		}
	}
}
