package conversation

import (
	"strconv"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// Rating is the document ratings/{conversation}_{session}: how satisfied a customer was,
// for supervisors to read.
type Rating struct {
	// Conversation and Session name the session that the customer was asked about.
	Conversation ID    `firestore:"conversation"`
	Session      int64 `firestore:"session"`
	// Rating is 1, not at all satisfied, to 5, very; Comment is what the customer added, or
	// empty.
	Rating  int64  `firestore:"rating"`
	Comment string `firestore:"comment"`
	// Owner is the address of the agent who had the session when the customer was asked,
	// OwnerName the name, and Queue the queue that it was in then.
	Owner     string `firestore:"owner"`
	OwnerName string `firestore:"ownerName"`
	Queue     string `firestore:"queue"`
	// AskedAt is when the customer was asked, and RatedAt when they answered.
	AskedAt time.Time `firestore:"askedAt"`
	RatedAt time.Time `firestore:"ratedAt"`

	// ExpireAt is when Firestore deletes the rating.
	ExpireAt time.Time `firestore:"expireAt,omitempty"`
}

// Name names the document.
func (r Rating) Name() string { return string(r.Conversation) + "_" + strconv.FormatInt(r.Session, 10) }

const (
	// commentSpan is how long after the rating a text counts as its comment. Whoever writes
	// later wants something else.
	commentSpan = 15 * time.Minute
	// maxComment is the longest comment that is kept, in bytes. The message has all of it.
	maxComment = 2_000
	// noComment is the value behind the choice that ends the wait for a comment.
	noComment = ownChoice + "no-comment"
)

// rate makes the document of the rating that the conversation has.
func (ch *Change) rate() {
	c := &ch.Conversation
	s := c.Surveyed
	ch.Rating = &Rating{
		Conversation: c.ID, Session: s.Session, Rating: s.Rating, Comment: s.Comment, Owner: s.Owner, OwnerName: s.OwnerName,
		Queue: s.AskedQueue, AskedAt: s.AskedAt, RatedAt: s.RatedAt,
	}
}

// askComment asks for a comment after a tap on a rating, where the workstream wants one,
// and lets the customer's next text be it for a while.
func (ch *Change) askComment(in channel.Inbound, r Routing, now time.Time) error {
	c := &ch.Conversation
	if !c.Surveyed.Commented || c.Unsubscribed || c.State != Closed && c.State != WrapUp {
		return nil
	}
	config, err := r.config()
	if err != nil {
		return err
	}
	text := config.CommentText(c.Language, c.Workstream, configuration.Names{
		Customer: c.Context.DisplayName, Agent: c.Surveyed.OwnerName, Queue: c.Surveyed.AskedQueue, Now: now,
	})
	if !ch.maySay(text, now) {
		return nil
	}
	ch.send(replyID(MintedSurvey, in.ID), channel.Outbound{Text: text, Choices: []channel.ChoiceItem{
		{Kind: channel.ReplyChoice, Label: config.NoCommentLabel(c.Language, c.Workstream), Postback: noComment},
	}}, botAuthor(), now)
	c.Surveyed.CommentUntil = now.Add(commentSpan)
	return nil
}

// comments reports whether an event is about the comment only, and nothing that somebody
// has to answer: the text that is the comment, or a tap that there is none.
func (c *Conversation) comments(in channel.Inbound) bool {
	if in.Kind == channel.Choice && in.Postback == noComment {
		return true
	}
	return in.Kind == channel.Text && (c.State == Closed || c.State == WrapUp) && !c.holds() &&
		in.Written().Before(c.Surveyed.CommentUntil) && !in.Written().Before(c.Surveyed.RatedAt)
}

// takeComment takes the comment, if it is one, and ends the wait.
func (ch *Change) takeComment(in channel.Inbound) {
	c := &ch.Conversation
	waits := in.Written().Before(c.Surveyed.CommentUntil)
	c.Surveyed.CommentUntil = time.Time{}
	if in.Kind == channel.Text && waits {
		ch.comment(in.Text)
	}
}

// comment adds words to the rating.
func (ch *Change) comment(text string) {
	s := &ch.Conversation.Surveyed
	if text = strings.TrimSpace(text); text == "" || s.Rating == 0 {
		return
	}
	s.Comment, _ = channel.Shorten(strings.TrimSpace(s.Comment+"\n"+text), maxComment)
	ch.rate()
}

// surveyWords are what the customer wrote into a survey of the channel's own, or empty: the
// answer to a question that is no rating, or the words beside one in a survey without
// questions.
func surveyWords(in channel.Inbound) string {
	a := in.Answer
	if a == nil || strings.HasPrefix(a.Postback, surveyChoice) || (a.Rating > 0) == (a.Question != "") {
		return ""
	}
	return in.Text
}
