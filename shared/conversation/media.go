package conversation

import (
	"errors"
	"strings"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/locale"
	"github.com/frontdesk-gcp/frontdesk/shared/reason"
)

// MediaStatus says what became of the copy of a customer's file.
type MediaStatus string

// The statuses of a copy.
const (
	// MediaCopying has not been fetched yet.
	MediaCopying MediaStatus = "copying"
	// MediaStored is in the bucket.
	MediaStored MediaStatus = "stored"
	// MediaFailed could not be copied, and Reason says why.
	MediaFailed MediaStatus = "failed"
	// MediaRefused is not wanted: the workstream accepts no files.
	MediaRefused MediaStatus = "refused"
)

// Media is our own copy of a file that a customer sent.
type Media struct {
	Status MediaStatus `firestore:"status"`
	// Reason says why there is no copy; nil if there is one or may yet be.
	Reason *reason.Reason `firestore:"reason"`
	// Object names the copy in the bucket.
	Object string `firestore:"object"`
	// Name is the file's, as its sender calls it; it may be empty.
	Name string `firestore:"name,omitempty"`
	// Type is the media type of the content, whatever it claimed to be; without a copy
	// it is only what it claims.
	Type string `firestore:"type"`
	// Size is in bytes; Width and Height are in pixels.
	Size   int64 `firestore:"size"`
	Width  int64 `firestore:"width"`
	Height int64 `firestore:"height"`
}

// admitFile requests a copy of a customer's file. If the workstream accepts no
// files, it tells the customer so and keeps only the message.
func (ch *Change) admitFile(in channel.Inbound, r Routing, now time.Time) error {
	m := &Media{Name: in.File.Name, Type: in.File.Type}
	ch.Message.Media = m
	if ch.Conversation.withholdsFiles() {
		return ch.withholdFile(in, m, r, now)
	}
	switch {
	case ch.Conversation.Attachments && in.URL == "":
		m.Status, m.Reason = MediaFailed, reason.New(FileHasNoAddress, nil)
		return nil
	case ch.Conversation.Attachments:
		m.Status = MediaCopying
		return nil
	}
	ch.Message.URL = ""
	m.Status, m.Reason = MediaRefused, reason.New(FilesAreOff, nil)
	if text := ch.Conversation.noFiles(); !ch.Conversation.Unsubscribed && ch.maySay(text, now) {
		ch.send(replyID(MintedNoFiles, in.ID), channel.Outbound{Text: text}, botAuthor(), now)
	}
	return nil
}

// withholdsFiles reports whether a file is not kept because the customer has not agreed to
// the notice.
func (c *Conversation) withholdsFiles() bool {
	return c.holds() || c.Session.Consent == configuration.ConsentRefused || c.Session.Consent == configuration.ConsentUnanswered
}

// withholdFile keeps only the message of a file, and tells the customer so, with the choice
// to agree after all: a phone shows the notice's choices until its next message.
func (ch *Change) withholdFile(in channel.Inbound, m *Media, r Routing, now time.Time) error {
	ch.Message.URL = ""
	m.Status, m.Reason = MediaRefused, reason.New(FileWithoutConsent, nil)
	c := &ch.Conversation
	text := "We do not keep files without your agreement. If you agree later, please send it again."
	if locale.Base(c.noticeLanguage()) == "fr" {
		text = "Sans votre accord, nous ne conservons pas de fichiers. Si vous acceptez plus tard, merci de le renvoyer."
	}
	if c.Unsubscribed || !ch.maySay(text, now) {
		return nil
	}
	config, err := r.config()
	if errors.Is(err, ErrNeedsConfig) {
		return err
	}
	out := channel.Outbound{Text: text}
	if config != nil {
		out.Choices = c.answers(config, c.Notice.Version)
	}
	ch.send(replyID(MintedNoFiles, in.ID), out, botAuthor(), now)
	return nil
}

// noFiles is the polite answer to a file that is not wanted.
func (c *Conversation) noFiles() string {
	switch language, _, _ := strings.Cut(strings.ToLower(c.Context.Locale), "-"); {
	case c.NoFiles != "":
		return c.NoFiles
	case language == "fr":
		return "Désolé, nous ne pouvons pas recevoir de fichiers ici. Pouvez-vous nous l’expliquer par écrit ?"
	}
	return "Sorry, we cannot receive files here. Could you tell us in words?"
}
