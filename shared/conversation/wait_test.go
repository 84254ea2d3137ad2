package conversation_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
)

// TestWhatCrossesAnAnswerStaysUnanswered: the customer wrote again after the agent
// did, and before the answer was sent.
func TestWhatCrossesAnAnswerStaysUnanswered(t *testing.T) {
	t.Parallel()
	s := picked(t, impatient(configuration.Alert))
	s.answer()
	s.later(time.Minute)
	s.writes()
	s.later(30 * time.Second)
	answer := s.written()
	s.later(5 * time.Second)
	s.writes()
	crossed := s.now
	s.later(5 * time.Second)
	s.writes()
	s.later(time.Second)
	s.records(answer)
	if s.c.Unread != 2 || s.c.Preview != "text" || !s.c.UnansweredSince.Equal(crossed) || !s.c.LastAgentAt.Equal(answer.CreatedAt) {
		t.Errorf("%d unread, preview %q, unanswered since %v, want 2 since %v", s.c.Unread, s.c.Preview, s.c.UnansweredSince, crossed)
	}
	want := crossed.Add(5 * time.Minute)
	if got := s.deadline(conversation.AnswerIsLate); !got.At.Equal(want) || !s.c.DueAt.Equal(want) || !s.c.LateAt.Equal(want) {
		t.Errorf("deadline %v, due %v, late %v, want %v", got.At, s.c.DueAt, s.c.LateAt, want)
	}
	s.answer()
	if s.c.Unread != 0 || s.c.Preview != "the answer" || !s.c.UnansweredSince.IsZero() || len(s.c.Deadlines(s.config)) > 0 {
		t.Errorf("%d unread, preview %q, unanswered since %v after the answer", s.c.Unread, s.c.Preview, s.c.UnansweredSince)
	}
}

// TestWhatIsTakenInAfterAnAnswerIsThePreview: it was written before the answer, and the
// agent cannot have read it.
func TestWhatIsTakenInAfterAnAnswerIsThePreview(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.later(time.Second)
	wrote := s.now
	s.later(time.Second)
	s.answer()
	s.later(time.Second)
	ch, err := s.c.Receive(channel.Inbound{
		ID: "crossed", Kind: channel.Text, Peer: s.c.Peer, Text: "and by car?", SentAt: wrote, ReceivedAt: wrote,
	}, s.now, conversation.Routing{Config: s.config})
	s.takes("a message", ch, err)
	if s.c.Unread != 1 || s.c.Preview != "and by car?" {
		t.Errorf("%d unread, preview %q", s.c.Unread, s.c.Preview)
	}
}

// TestThePreviewOfAnAnswerHasNoMarks, which the customer does not see either; signs that are
// no marks stay.
func TestThePreviewOfAnAnswerHasNoMarks(t *testing.T) {
	t.Parallel()
	for markup, want := range map[bool]string{true: "We have two", false: "We have **two**"} {
		s := picked(t)
		r := s.written()
		r.Text, r.Markup = "We have **two**", markup
		s.records(r)
		if s.c.Preview != want {
			t.Errorf("the preview is %q, want %q", s.c.Preview, want)
		}
	}
}

// TestAPictureIsCalledOneInLists, whoever sent it, and another file is not.
func TestAPictureIsCalledOneInLists(t *testing.T) {
	t.Parallel()
	for mediaType, want := range map[string]channel.Kind{
		"image/png": conversation.Picture, "image/*": conversation.Picture, "application/pdf": channel.File, "": channel.File,
	} {
		s := picked(t)
		s.later(time.Second)
		ch, err := s.c.Receive(channel.Inbound{
			ID: "f1", Kind: channel.File, Peer: s.c.Peer, URL: "https://files.example/1", File: channel.FileInfo{Type: mediaType},
			SentAt: s.now, ReceivedAt: s.now,
		}, s.now, conversation.Routing{Config: s.config})
		s.takes("a file", ch, err)
		if s.c.PreviewKind != want {
			t.Errorf("a customer's file of type %q is listed as %q, want %q", mediaType, s.c.PreviewKind, want)
		}
		s.later(time.Second)
		r := s.written()
		r.Kind, r.Text, r.Media = channel.File, "", &channel.Attachment{Type: mediaType, Object: "o"}
		s.records(r)
		if s.c.PreviewKind != want {
			t.Errorf("an agent's file of type %q is listed as %q, want %q", mediaType, s.c.PreviewKind, want)
		}
	}
}

// TestWhatCrossesAReadMarkStaysUnread: the mark is for what was there when the agent
// made it.
func TestWhatCrossesAReadMarkStaysUnread(t *testing.T) {
	t.Parallel()
	s := picked(t)
	s.later(time.Second)
	mark := conversation.Action{
		ID: "a1", Kind: conversation.MarkRead, Of: "m1", CreatedAt: s.now, Author: conversation.Author{Email: address("Jo")},
	}
	s.later(time.Second)
	s.writes()
	ch, err := s.c.CarryOut(mark, conversation.ActionInput{Config: s.config, By: s.person(address("Jo")), Now: s.now})
	s.takes("a read mark", ch, err)
	if s.c.Unread != 1 {
		t.Errorf("%d unread, want 1: Jo has not seen the last one", s.c.Unread)
	}
}

// TestAnswersAndMessagesCross lets time pass between the writing of an answer and its
// record, while the customer writes and the session changes hands. What is unanswered
// is what came after the newest answer that was sent was written.
func TestAnswersAndMessagesCross(t *testing.T) {
	t.Parallel()
	config := shop(t, impatient(configuration.Alert))
	rapid.Check(t, func(t *rapid.T) {
		x := &crossing{scene: begin(t, config)}
		x.customer(t)
		x.gives("Jo")
		x.does("Jo", conversation.Accept)
		t.Repeat(map[string]func(*rapid.T){
			"customer": x.customer, "agent": x.agent, "record": x.record, "hand over": x.handOver,
			"time": func(t *rapid.T) { x.later(time.Duration(rapid.Int64Range(1, int64(time.Minute)).Draw(t, "time"))) },
			"":     x.check,
		})
	})
}

// crossing is a scene whose answers are recorded some time after they are written.
type crossing struct {
	*scene

	heard   []time.Time
	pending []conversation.Reply
	// answered is when the newest answer that was sent was written.
	answered time.Time
	// recorded is whether the newest message is the agent's.
	recorded bool
}

func (x *crossing) customer(*rapid.T) {
	x.writes()
	x.heard, x.recorded = append(x.heard, x.now), false
	x.later(time.Millisecond)
}

func (x *crossing) agent(*rapid.T) {
	x.pending = append(x.pending, x.written())
	x.later(time.Millisecond)
}

func (x *crossing) record(t *rapid.T) {
	if len(x.pending) == 0 {
		t.Skip("nothing was written")
	}
	r := x.pending[0]
	x.pending, x.answered = x.pending[1:], r.CreatedAt
	x.records(r)
	x.recorded = len(x.unanswered()) == 0
}

func (x *crossing) unanswered() []time.Time {
	i, _ := slices.BinarySearchFunc(x.heard, x.answered, time.Time.Compare)
	return x.heard[i:]
}

// handOver lets others have the session, or nobody.
func (x *crossing) handOver(t *rapid.T) {
	x.later(time.Millisecond)
	switch owner := x.c.Owner; {
	case x.c.State == conversation.Open:
		x.gives(rapid.SampledFrom([]string{"Jo", "Sam"}).Draw(t, "who"))
	case x.c.State == conversation.Offered:
		x.takesOver(t, x.c.OwnerName)
	case x.c.State == conversation.Parked:
		x.does("Jo", conversation.Revive)
	case owner == address("Jo"):
		x.does("Jo", rapid.SampledFrom([]conversation.ActionKind{conversation.Release, conversation.Park}).Draw(t, "how"))
	default:
		x.loses(x.c.OwnerName)
	}
}

func (x *crossing) takesOver(t *rapid.T, name string) {
	answer := rapid.SampledFrom([]conversation.ActionKind{conversation.Accept, conversation.Decline}).Draw(t, "answer")
	if !x.now.Before(x.c.OfferedUntil) {
		answer = conversation.Decline
	}
	x.does(name, answer)
}

func (x *crossing) check(t *rapid.T) {
	left := x.unanswered()
	since := time.Time{}
	if len(left) > 0 {
		since = left[0]
		if len(left) >= 20 {
			since = x.c.UnansweredSince // of so many the exact time is not kept
		}
	}
	waits := x.c.State == conversation.Open || x.c.State == conversation.Offered
	switch {
	case x.c.Unread != int64(len(left)) && (len(left) < 20 || x.c.Unread < 20): // of so many the exact number is not kept
		t.Fatalf("%d unread, want %d", x.c.Unread, len(left))
	case !x.c.UnansweredSince.Equal(since):
		t.Fatalf("unanswered since %v, want %v", x.c.UnansweredSince, since)
	case (x.c.Preview == "the answer") != x.recorded:
		t.Fatalf("preview %q with %d unanswered", x.c.Preview, len(left))
	case waits && !since.IsZero() && x.c.WaitingSince.After(since):
		t.Fatalf("waits since %v, unanswered since %v", x.c.WaitingSince, since)
	case x.c.State == conversation.Parked && !x.c.LateAt.IsZero():
		t.Fatalf("it is set aside, and late at %v", x.c.LateAt)
	case !waits && x.c.State != conversation.Parked && !since.IsZero() && !x.c.Pause.ResumedAt.After(since) &&
		x.c.LateAt != x.config.LateAt(x.c.Queue, since, x.config.Promise(x.c.Queue)):
		t.Fatalf("%s: late at %v, unanswered since %v", x.c.State, x.c.LateAt, since)
	}
}

// TestAWaitSurvivesHandOvers: whoever has the session, the customer has been waiting
// since the first message that nobody answered.
func TestAWaitSurvivesHandOvers(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.writes()
	asked := s.now
	for _, step := range []struct {
		what string
		do   func()
	}{
		{"an offer", func() { s.gives("Jo") }},
		{"that is declined", func() { s.does("Jo", conversation.Decline) }},
		{"one that is missed", func() { s.gives("Sam"); s.expires(conversation.OfferEnds) }},
		{"one that is accepted", func() { s.gives("Jo"); s.does("Jo", conversation.Accept) }},
		{"parking", func() { s.does("Jo", conversation.Park) }},
		{"a further message", func() { s.writes() }},
		{"a pick", func() { s.does("Jo", conversation.Pick) }},
		{"a transfer to an agent", func() { s.does("Jo", conversation.Transfer, conversation.Action{Agent: address("Kim")}) }},
		{"who accepts", func() { s.does("Kim", conversation.Accept) }},
		{"a transfer to a queue", func() { s.does("Kim", conversation.Transfer, conversation.Action{Queue: "back"}) }},
		{"a supervisor's assignment", func() { s.does("Max", conversation.Assign, conversation.Action{Agent: address("Kim")}) }},
		{"an agent who is gone", func() { s.loses("Kim") }},
	} {
		s.later(time.Second)
		step.do()
		// While it is set aside, it is not late.
		if !s.c.UnansweredSince.Equal(asked) || !s.c.WaitingSince.Equal(asked) || s.c.LateAt.IsZero() != (s.c.State == conversation.Parked) {
			t.Errorf("%s: unanswered since %v, waits since %v, late at %v", step.what, s.c.UnansweredSince, s.c.WaitingSince, s.c.LateAt)
		}
	}
	s.does("Kim", conversation.Pick)
	s.answer()
	s.later(time.Minute)
	s.does("Kim", conversation.Release)
	if !s.c.UnansweredSince.IsZero() || !s.c.WaitingSince.Equal(s.now) {
		t.Errorf("after the answer: unanswered since %v, waits since %v, want since now", s.c.UnansweredSince, s.c.WaitingSince)
	}
}

// TestAGreetingHidesNoQuestion: an agent who chooses whom to take sees what the
// customer wants, and not what the business says of itself.
func TestAGreetingHidesNoQuestion(t *testing.T) {
	t.Parallel()
	s := open(t)
	s.writes()
	s.later(time.Second)
	greeting := s.written()
	greeting.Author = conversation.Author{Bot: true}
	s.records(greeting)
	s.gives("Jo")
	s.does("Jo", conversation.Decline)
	if s.c.Preview != "text" || s.last.Enqueue.Preview != "text" {
		t.Errorf("preview %q, in the queue %q, want the question", s.c.Preview, s.last.Enqueue.Preview)
	}
	s.does("Sam", conversation.Pick)
	s.answer()
	s.later(time.Second)
	greeting.ID, greeting.CreatedAt, greeting.Text = "r9", s.now, "Goodbye"
	if s.records(greeting); s.c.Preview != "Goodbye" {
		t.Errorf("preview %q when nothing is unanswered, want the newest", s.c.Preview)
	}
}

// TestAgentsAreLateByThePromiseOfTheirAnswer: the wait for an agent, the first answer and
// each further one have promises of their own; the queue's word counts before the workstream's.
func TestAgentsAreLateByThePromiseOfTheirAnswer(t *testing.T) {
	t.Parallel()
	s := open(t, func(spec *configuration.Spec) {
		for name, w := range spec.Workstreams {
			w.ServiceLevel = configuration.Responses{FirstResponse: span(3 * time.Minute), NextResponse: span(20 * time.Minute)}
			spec.Workstreams[name] = w
		}
	}, queue("front", func(q *configuration.Queue) { q.ServiceLevel.FirstResponse = span(2 * time.Minute) }))
	s.writes()
	late := func(what string, in time.Duration) {
		t.Helper()
		if want := s.c.UnansweredSince.Add(in); !s.c.LateAt.Equal(want) {
			t.Errorf("%s: late at %v, want %v", what, s.c.LateAt, want)
		}
	}
	late("nobody has it", 5*time.Minute)
	s.does("Sam", conversation.Pick)
	late("the first answer", 2*time.Minute)
	s.answer()
	s.later(time.Minute)
	s.writes()
	late("the next answer", 20*time.Minute)
}
