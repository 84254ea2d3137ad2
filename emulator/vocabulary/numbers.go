package vocabulary

import (
	"slices"
	"time"

	"github.com/frontdesk-gcp/frontdesk/shared/agent"
	"github.com/frontdesk-gcp/frontdesk/shared/alert"
	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/mask"
	"github.com/frontdesk-gcp/frontdesk/shared/phone"
	"github.com/frontdesk-gcp/frontdesk/shared/request"
	"github.com/frontdesk-gcp/frontdesk/shared/roster"
	"github.com/frontdesk-gcp/frontdesk/shared/words"
)

// number is a bound or a default.
type number struct {
	name  string
	value int64
	// means says what is counted.
	means string
}

// numbers are all bounds. Most are said where Go keeps them. Those that are said here
// are for the client and the rules only: a function never sees what breaks them.
func numbers() []number { return slices.Concat(ofPeople(), ofContent()) }

// ofPeople are those of agents, and of what they do.
func ofPeople() []number {
	return []number{
		{"note", conversation.MaxNote, "bytes of a note"},
		{"reply", conversation.MaxReply, "bytes of the text of a reply, however many messages the channel makes of it"},
		{"content", conversation.MaxContent, "bytes of a reply with all its cards, choices and addresses"},
		{"mentions", conversation.MaxMentions, "agents that a note can mention"},
		{"guests", conversation.MaxGuests, "agents who read along"},
		{"preferred", conversation.MaxPreferred, "agents that a customer can prefer"},
		{"detail", conversation.MaxDetail, "bytes of a detail of a customer"},
		{"detailNote", conversation.MaxDetailNote, "bytes of the note on a customer"},
		{"park", int64(conversation.MaxPark / time.Second), "seconds for which a session can be set aside"},
		{"tags", configuration.MaxTags, "tags of a session"},
		{"priority", conversation.MaxPriority, "a session's priority, and the same below zero"},
		{"id", conversation.MaxID, "characters of the id of a reply or an action"},

		{"number", phone.MaxTyped, "bytes of a phone number, as somebody types it"},

		{"address", agent.MaxAddress, "characters of an e-mail address"},
		{"name", agent.MaxName, "bytes of an agent's name"},
		{"why", max(roster.MaxWhy, request.MaxWhy), "bytes of the reason for a change of the roster, or for a request about a customer's data"},
		{"customer", request.MaxCustomer, "bytes of a customer's key, or of a phone number as somebody types it"},
		{"queues", agent.MaxQueues, "queues of an agent"},
		{"skills", agent.MaxSkills, "skills of an agent"},
		{"languages", agent.MaxLanguages, "languages of an agent"},
		{"words", agent.MaxWords, "characters of all queues, skills or languages of an agent, with commas between them"},
		{"level", agent.MaxLevel, "level of a skill, from 1"},
		{"capacity", agent.MaxCapacity, "units of an agent's capacity"},
		// Half a minute more than agent.LeaseLength, for a client's clock.
		{"lease", int64((agent.LeaseLength + 30*time.Second) / time.Second), "seconds from now to the end of a lease"},

		{"alerts", alert.MostOpen, "alerts at a time"},
		// An hour more than the time itself, for a client's clock.
		{"alertKept", int64((alert.Kept + time.Hour) / time.Second), "seconds for which an alert is kept that is over"},
		{"snooze", int64(alert.LongestSnooze / time.Second), "seconds for which an alert can be put off"},
	}
}

// ofContent are those of messages, files and lists.
func ofContent() []number {
	return []number{
		{"choices", most(func(l channel.Limits) int { return l.Choices }), "choices below a message, in the channel with most"},
		{"cards", most(func(l channel.Limits) int { return l.Cards }), "cards of a message, in the channel with most"},
		// Rules have no loops, and 1,000 expressions for a request.
		{"carouselChoices", 14, "choices on all cards of a message and below it, as a client may write it"},
		{"choice", 5000, "bytes of all texts of a choice"},
		{"placedChoices", 4, "choices of a message, if one of them has a place or an appointment"},
		{"placeLabel", 800, "bytes of what a place is called"},
		{"appointmentTitle", 1000, "bytes of an appointment's title"},
		{"appointmentBody", 4000, "bytes of what an appointment is about"},
		{"fallback", 12_000, "bytes of what is shown by a device that cannot show the rest"},
		{"fileType", 100, "bytes of a file's media type"},
		{"fileName", 1000, "bytes of a file's name"},
		{"fileAlt", 4000, "bytes of what describes a picture"},
		{"masked", mask.MaxRules, "rules by which something in a message is masked"},
		{"maskedNames", mask.MaxRules * (mask.MaxName + 1), "characters of their names, with commas between them"},
		{"uploads", agent.MaxUploads, "files that somebody sends in a day"},
		{"uploadBytes", agent.MaxUploadBytes, "bytes of the files that somebody sends in a day"},
		{"quickReplies", agent.MaxQuickReplies, "quick replies that somebody keeps, or supervisors for everybody"},
		{"quickReplyName", agent.MaxQuickReplyName, "characters of the name of one, as the desk takes it"},
		{"quickReplyText", agent.MaxQuickReplyText, "bytes of the text of one, as the desk takes it"},
		{"quickReplyNames", agent.MaxQuickReplyNames, "characters of all names"},
		{"quickReplyBytes", agent.MaxQuickReplyBytes, "bytes of all texts"},
		{"settings", configuration.MaxSettings, "settings of supervisors that are in force"},
		{"spans", configuration.MaxSpans, "spans of a date in a setting"},
		{"outage", configuration.MaxOutage, "characters of the text of an outage in a language, as the desk takes it"},
		{"label", configuration.MaxLabel, "characters of a tag's label in a language"},
		{"settingBytes", 20 * configuration.MaxOutage, "bytes of all texts of a setting"},
		{"settingWhy", configuration.MaxSettingWhy, "bytes of why one is set or removed"},
		{"settingKept", int64(configuration.SettingKept / time.Second), "seconds for which a setting is kept once it is over"},
		{"views", agent.MaxViews, "views of the list of sessions that a supervisor keeps"},
		{"viewName", agent.MaxViewName, "characters of the name of one, as the desk takes it"},
		{"viewNames", agent.MaxViewNames, "characters of all names"},
		{"viewBytes", agent.MaxViewBytes, "bytes of all views"},
		{"quickPictures", agent.MaxQuickPictures, "of them that have a picture"},
		{"quickPictureAlt", agent.MaxQuickPictureAlt, "characters of what one shows, as the desk takes it"},
		{"quickPicture", agent.MaxQuickPicture, "characters of one in base64, as the desk makes it"},
		{"messageID", 1500, "bytes of a message's id, as the database has it"},
		{"figureShards", conversation.FigureShards, "parts of the figures of a day and a queue"},
		{"readingPause", int64(conversation.ReadingPause / time.Second), "seconds between two entries in the record of reading, at least"},
		{"readingLasts", int64(conversation.ReadingLasts / time.Second), "seconds for which an entry in the record of reading lets its reader read"},
		{"noteEditable", int64(conversation.NoteEditable / time.Second), "seconds for which a note can be edited and deleted by who wrote it"},
		{"sessionWords", conversation.MaxWords, "words that a session is found by"},
		{"wordLength", words.MaxLength, "characters of a word that count when a session is searched for"},
		{"wordKey", words.LongestKey, "characters of a word's beginning that a session is found by"},
		{"page", 200, "documents of a list"},
		{"roster", 1000, "documents of a list of agents or leases"},
	}
}

// most is the largest of a limit of all channels.
func most(limit func(channel.Limits) int) int64 {
	n := 0
	for _, adapter := range channels.Adapters(nil, nil) {
		n = max(n, limit(adapter.Profile().Limits))
	}
	return int64(n)
}

// defaults are what applies where a queue or a workstream leaves a setting out, as far as
// the client needs it.
func defaults() []number {
	return []number{
		{"within", int64(configuration.DefaultPromise / time.Second), "seconds in which a session is answered, as promised"},
		{"offer", int64(configuration.DefaultOfferTimeout / time.Second), "seconds for which a session is offered to an agent"},
		{"percent", configuration.DefaultPercent, "per cent of the sessions for which that is promised"},
	}
}
