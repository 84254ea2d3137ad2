// Package frontdesk takes customers' messages from Google's business messaging
// channels, puts each conversation into the right queue, hands it to the right
// agent and sends the agent's replies back.
//
// # A tour of the code, from the bottom up
//
// The core is pure: it does no I/O, has no clock and knows no cloud.
//
//   - shared/channel: what a customer can do and what can be sent, in no
//     provider's words; how far a sent message got.
//   - shared/pseudonym: names of customers that tell nothing of them. shared/phone:
//     phone numbers as people type and read them, whole or masked.
//   - shared/mask: what is replaced in texts before they are stored, such as card
//     numbers, and how it is found in its disguises.
//   - shared/words: the words of texts by which sessions are found.
//   - shared/conversation: the nouns, the one table of states, and what an event,
//     a reply or an action does to a conversation.
//   - shared/reason: why something is as it is, as a code with arguments; the sentences
//     are in emulator/texts.
//   - shared/configuration: what an admin writes about routing, with its defaults
//     and checks, the conditions of shared/condition and the hours of shared/hours.
//     shared/spelling: which name was probably meant, and what
//     can be seen of one. shared/locale: which of several
//     texts suits a customer's locale, and times in their language.
//   - shared/route: the decision where a session goes, and why.
//   - shared/agent: the roster, who is there, who has room. shared/assign: who
//     gets a session, and why not the others. shared/roster: who may change the roster.
//     shared/request: what admins ask for about customers' data. shared/alert: what
//     supervisors are told of.
//
// Around it is one package for each outside system.
//
//   - shared/channels: the list of the channels, each a package that verifies, decodes
//     and sends what its provider's customers and agents write: shared/rcs (RCS for
//     Business) and shared/businessmessages (Business Messages). shared/google is what
//     Google's channels have in common. No other package names a channel.
//   - shared/credential: the access tokens that sending takes.
//   - shared/store: Firestore. Every change is committed whole or not at all.
//     shared/access: who may read a conversation or fetch an export, by its rules.
//   - shared/topic: Pub/Sub. shared/secret: Secret Manager. shared/warehouse: BigQuery.
//     shared/bucket: Cloud Storage. shared/picture: whether a file is a picture that is safe to show;
//     shared/filetype: whether it is sound, film or a PDF. shared/dossier: everything of a
//     conversation in one archive.
//   - shared/config: settings. shared/logging: Cloud Logging. shared/fault: what
//     a failure means: the status, the log line, whether to try again.
//     shared/trace: OpenTelemetry, which follows a message through all of it.
//   - shared/task: Cloud Tasks, for timers. shared/clock: what time it is.
//   - shared/placement: where a session goes that opens, with what has to be looked up.
//   - shared/dispatch: what has to follow a commit: it brings sessions and agents
//     together and sets timers.
//
// On top are the functions, one folder each: parse, call, answer.
//
//   - functions/webhook proves who sent a payload and publishes it.
//   - functions/routing folds it into its conversation.
//   - functions/reply sends what an agent wrote.
//   - functions/action does what an agent asked for.
//   - functions/start begins conversations for agents who write to a customer first.
//   - functions/presence finds work for an agent who has become able to take it, and has
//     the sessions taken back of one who has left the roster.
//   - functions/roster changes who works here: it adds, changes, suspends and removes
//     agents, for supervisors, the command "roster" and the first roster of the settings.
//   - functions/erase counts, deletes and exports what there is of a customer, for admins and
//     the command "erase". Nothing else deletes conversations and files.
//   - functions/timer does what has to happen when time passes: offers end, sessions
//     overflow, and supervisors are told of what customers suffer from.
//   - functions/media copies what customers attach before its URL expires.
//   - functions/export publishes what happened to conversations, for reports.
//   - functions/desk serves the agents' client, which lives in functions/desk/web
//     and talks to Firestore itself, under terraform/firestore.rules.
//
// This file registers them and wire.go puts them together. The folder emulator
// runs all of it on a laptop; terraform runs it on Google Cloud.
package frontdesk

import (
	"context"
	"net/http"

	"github.com/GoogleCloudPlatform/functions-framework-go/functions"
	"github.com/cloudevents/sdk-go/v2/event"
)

//go:generate go run ./emulator/vocabulary/generate

// init registers the functions by their names, which are the same everywhere: in
// folders, entry points, Terraform and logs. Only the one that FUNCTION_TARGET
// names is built, before it serves.
func init() { //nolint:gochecknoinits // the functions framework's way to declare functions
	serveHTTP("webhook", newWebhook)
	serveHTTP("routing", newRouting)
	serveEvent("reply", newReply)
	serveEvent("action", newAction)
	serveEvent("start", newStart)
	serveEvent("presence", newPresence)
	serveEvent("roster", newRoster)
	serveEvent("erase", newErase)
	serveHTTP("timer", newTimer)
	serveHTTP("media", newMedia)
	serveEvent("export", newExport)
	serveHTTP("desk", newDesk)
}

func serveHTTP(name string, build func(context.Context) (http.Handler, error)) {
	handler := http.Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "set FUNCTION_TARGET="+name+" to serve this function", http.StatusInternalServerError)
	}))
	if isTarget(name) {
		handler = mustBuild(name, build)
	}
	functions.HTTP(name, handler.ServeHTTP)
}

func serveEvent(name string, build func(context.Context) (eventHandler, error)) {
	handler := func(context.Context, event.Event) error { return errNotBuilt }
	if isTarget(name) {
		handler = mustBuild(name, build)
	}
	functions.CloudEvent(name, handler)
}
