package frontdesk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"

	"github.com/frontdesk-gcp/frontdesk/functions/action"
	"github.com/frontdesk-gcp/frontdesk/functions/desk"
	"github.com/frontdesk-gcp/frontdesk/functions/erase"
	"github.com/frontdesk-gcp/frontdesk/functions/export"
	"github.com/frontdesk-gcp/frontdesk/functions/media"
	"github.com/frontdesk-gcp/frontdesk/functions/presence"
	"github.com/frontdesk-gcp/frontdesk/functions/reply"
	"github.com/frontdesk-gcp/frontdesk/functions/roster"
	"github.com/frontdesk-gcp/frontdesk/functions/routing"
	"github.com/frontdesk-gcp/frontdesk/functions/start"
	"github.com/frontdesk-gcp/frontdesk/functions/timer"
	"github.com/frontdesk-gcp/frontdesk/functions/webhook"
	"github.com/frontdesk-gcp/frontdesk/shared/access"
	"github.com/frontdesk-gcp/frontdesk/shared/bucket"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
	"github.com/frontdesk-gcp/frontdesk/shared/clock"
	"github.com/frontdesk-gcp/frontdesk/shared/config"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/credential"
	"github.com/frontdesk-gcp/frontdesk/shared/dispatch"
	"github.com/frontdesk-gcp/frontdesk/shared/logging"
	"github.com/frontdesk-gcp/frontdesk/shared/pseudonym"
	"github.com/frontdesk-gcp/frontdesk/shared/secret"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/task"
	"github.com/frontdesk-gcp/frontdesk/shared/topic"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
	"github.com/frontdesk-gcp/frontdesk/shared/warehouse"
)

type eventHandler = func(context.Context, event.Event) error

// errNotBuilt is the answer of a function that this process does not serve.
var errNotBuilt = errors.New("FUNCTION_TARGET names another function")

func isTarget(name string) bool { return config.Target() == name }

// garbage is how large the heap may grow, in percent of what is in use, before memory is
// collected. A function uses a few MiB, and the rest is what a request leaves behind: at the
// default of 100 a tenth of its processor time was spent on collecting that.
const garbage = 200

// mustBuild builds a function or ends the process with one log line, so that a
// revision with bad settings never takes traffic.
func mustBuild[T any](name string, build func(context.Context) (T, error)) T {
	debug.SetGCPercent(garbage)
	built, err := build(context.Background())
	if err != nil {
		logger("", name).Error("cannot start", "error", err.Error())
		os.Exit(1)
	}
	return built
}

func logger(project, function string) *slog.Logger {
	return logging.New(os.Stderr, project, function)
}

// observed is how a function is observed: its log and its traces.
type observed struct {
	*trace.Tracer

	log *slog.Logger
}

func observe(ctx context.Context, function, project string, t config.Trace) (o observed, err error) {
	o.log = logger(project, function)
	o.Tracer, err = trace.New(ctx, trace.Settings{
		Endpoint: t.Endpoint, Ratio: t.Ratio, Project: project, Function: function, Now: time.Now, Log: o.log,
	})
	return o, err
}

// events serves events within the tracer's context.
func (o observed) events(handle eventHandler) eventHandler {
	return func(ctx context.Context, e event.Event) error {
		ctx, end := o.Begin(ctx)
		defer end()
		return handle(ctx, e)
	}
}

func newWebhook(ctx context.Context) (http.Handler, error) {
	settings, err := config.Read[config.Webhook](ctx)
	if err != nil {
		return nil, err
	}
	keys, err := secret.New(ctx, settings.Secrets.Emulator, time.Now)
	if err != nil {
		return nil, err
	}
	var problems []error
	for _, account := range settings.Accounts {
		problems = append(problems, keys.CheckKeys(ctx, account.Keys))
	}
	if err := errors.Join(problems...); err != nil {
		return nil, fmt.Errorf("accounts' webhook keys cannot be used: %w", err)
	}
	names, err := conversationKey(ctx, keys, settings.Names)
	if err != nil {
		return nil, err
	}
	inbound, err := topic.New(ctx, settings.Project, settings.Topic)
	if err != nil {
		return nil, err
	}
	o, err := observe(ctx, "webhook", settings.Project, settings.Trace)
	if err != nil {
		return nil, err
	}
	return o.Handler(&webhook.Handler{
		Accounts: settings.Accounts, Adapters: channels.Adapters(nil, nil), Keys: keys, Names: names, Inbound: inbound,
		Now: clock.New(time.Now, settings.Clock.Emulator), Wall: time.Now, Log: o.log,
	}), nil
}

func newRouting(ctx context.Context) (http.Handler, error) {
	settings, err := config.Read[config.Routing](ctx)
	if err != nil {
		return nil, err
	}
	secrets, err := secret.New(ctx, settings.Secrets.Emulator, time.Now)
	if err != nil {
		return nil, err
	}
	key, err := conversationKey(ctx, secrets, settings.Names)
	if err != nil {
		return nil, err
	}
	b, err := newBase(ctx, "routing", settings.Project, settings.Timers, settings.Clock, settings.Trace)
	if err != nil {
		return nil, err
	}
	deadLetters, err := topic.New(ctx, settings.Project, settings.DeadLetters)
	if err != nil {
		return nil, err
	}
	media, err := topic.New(ctx, settings.Project, settings.Media)
	if err != nil {
		return nil, err
	}
	return b.Handler(&routing.Handler{
		IDs: conversation.NewIDs(key), Conversations: b.store, Configuration: b.configuration, Dispatcher: b.dispatcher,
		Adapters: channels.Adapters(settings.Channels, nil),
		Media:    media, DeadLetters: deadLetters, Now: b.now, Log: b.log,
	}), nil
}

// conversationKey reads the key of conversations' ids. It never changes, so it is
// read once.
func conversationKey(ctx context.Context, secrets *secret.Reader, names config.Names) (pseudonym.Key, error) {
	const remedy = "run `make secrets`, once for a project: docs/deploy.md, \"Secrets\""
	text, err := secrets.Read(ctx, string(names.Key), false)
	if err != nil {
		return pseudonym.Key{}, fmt.Errorf("the key of conversations' ids cannot be read, %w; if it was never made, %s", err, remedy)
	}
	key, err := pseudonym.ParseKey(text)
	if err != nil {
		return pseudonym.Key{}, fmt.Errorf("the key of conversations' ids cannot be used, secret %s: %w; to make one, %s", names.Key, err, remedy)
	}
	return key, nil
}

// base is what all functions need that change conversations.
type base struct {
	observed

	store         *store.Store
	configuration *store.Routing
	timers        *task.Queue
	dispatcher    *dispatch.Dispatcher
	now           func() time.Time
}

func newBase(
	ctx context.Context, function, project string, t config.Timers, c config.Clock, traces config.Trace,
) (b *base, err error) {
	b = &base{now: clock.New(time.Now, c.Emulator)}
	if b.observed, err = observe(ctx, function, project, traces); err != nil {
		return nil, err
	}
	if b.store, err = store.New(ctx, project); err != nil {
		return nil, err
	}
	if b.timers, err = task.New(ctx, t.Queue, t.URL, t.Account, t.Emulator, b.now); err != nil {
		return nil, err
	}
	b.configuration = b.routing(b.store, b.now)
	b.dispatcher = &dispatch.Dispatcher{
		Store: b.store, Configuration: b.configuration, Timers: b.timers, Now: b.now, Log: b.log,
	}
	return b, nil
}

// routing is the routing configuration in force. What supervisors set ends by the product's
// clock.
func (o observed) routing(s *store.Store, now func() time.Time) *store.Routing {
	return s.Routing(channels.Profiles(), now, func(err error) {
		if setting := (*configuration.SettingError)(nil); errors.As(err, &setting) {
			o.log.Warn("setting left out", "setting", setting.ID, "error", setting.Err.Error())
			return
		}
		o.log.Error("routing configuration refused, the last good one stays in force", "error", err.Error())
	})
}

func newReply(ctx context.Context) (eventHandler, error) {
	settings, err := config.Read[config.Reply](ctx)
	if err != nil {
		return nil, err
	}
	outbox, err := store.New(ctx, settings.Project)
	if err != nil {
		return nil, err
	}
	secrets, err := secret.New(ctx, settings.Secrets.Emulator, time.Now)
	if err != nil {
		return nil, err
	}
	files, err := bucket.New(ctx, settings.Bucket, settings.Storage.Emulator)
	if err != nil {
		return nil, err
	}
	o, err := observe(ctx, "reply", settings.Project, settings.Trace)
	if err != nil {
		return nil, err
	}
	clients := credential.New(settings.Accounts, secrets, channels.Scopes())
	now := clock.New(time.Now, settings.Clock.Emulator)
	h := &reply.Handler{
		Store: outbox, Configuration: o.routing(outbox, now),
		Adapters: channels.Adapters(settings.Channels, &channels.Sending{Clients: clients, Regions: settings.Accounts.Regions()}),
		Defaults: defaults(settings.Accounts),
		Files:    files, Desk: settings.Desk, Now: now, Log: o.log,
	}
	return o.events(h.Handle), nil
}

// defaults are what the accounts' messages have where they say nothing themselves.
func defaults(accounts config.Accounts) map[string]reply.Defaults {
	all := map[string]reply.Defaults{}
	for name, a := range accounts {
		all[name] = reply.Defaults{Purpose: a.TrafficType, TimeToLive: time.Duration(a.TimeToLive)}
	}
	return all
}

func newAction(ctx context.Context) (eventHandler, error) {
	settings, err := config.Read[config.Action](ctx)
	if err != nil {
		return nil, err
	}
	b, err := newBase(ctx, "action", settings.Project, settings.Timers, settings.Clock, settings.Trace)
	if err != nil {
		return nil, err
	}
	h := &action.Handler{
		Actions: b.store, Configuration: b.configuration, Dispatcher: b.dispatcher, Now: b.now, Log: b.log,
	}
	return b.events(h.Handle), nil
}

func newStart(ctx context.Context) (eventHandler, error) {
	settings, err := config.Read[config.Start](ctx)
	if err != nil {
		return nil, err
	}
	starts, err := store.New(ctx, settings.Project)
	if err != nil {
		return nil, err
	}
	secrets, err := secret.New(ctx, settings.Secrets.Emulator, time.Now)
	if err != nil {
		return nil, err
	}
	key, err := conversationKey(ctx, secrets, settings.Names)
	if err != nil {
		return nil, err
	}
	o, err := observe(ctx, "start", settings.Project, settings.Trace)
	if err != nil {
		return nil, err
	}
	clients := credential.New(settings.Accounts, secrets, channels.Scopes())
	now := clock.New(time.Now, settings.Clock.Emulator)
	h := &start.Handler{
		Store: starts, Configuration: o.routing(starts, now), IDs: conversation.NewIDs(key),
		Adapters: channels.Adapters(settings.Channels, &channels.Sending{Clients: clients, Regions: settings.Accounts.Regions()}),
		Now:      now, Log: o.log,
	}
	return o.events(h.Handle), nil
}

func newPresence(ctx context.Context) (eventHandler, error) {
	settings, err := config.Read[config.Presence](ctx)
	if err != nil {
		return nil, err
	}
	b, err := newBase(ctx, "presence", settings.Project, settings.Timers, settings.Clock, settings.Trace)
	if err != nil {
		return nil, err
	}
	h := &presence.Handler{Dispatcher: b.dispatcher, Log: b.log}
	return b.events(h.Handle), nil
}

func newRoster(ctx context.Context) (eventHandler, error) {
	settings, err := config.Read[config.Roster](ctx)
	if err != nil {
		return nil, err
	}
	changes, err := store.New(ctx, settings.Project)
	if err != nil {
		return nil, err
	}
	o, err := observe(ctx, "roster", settings.Project, settings.Trace)
	if err != nil {
		return nil, err
	}
	now := clock.New(time.Now, settings.Clock.Emulator)
	h := &roster.Handler{
		Store: changes, Configuration: o.routing(changes, now), Now: now, Log: o.log,
	}
	return o.events(h.Handle), nil
}

func newErase(ctx context.Context) (eventHandler, error) {
	settings, err := config.Read[config.Erase](ctx)
	if err != nil {
		return nil, err
	}
	requests, err := store.New(ctx, settings.Project)
	if err != nil {
		return nil, err
	}
	secrets, err := secret.New(ctx, settings.Secrets.Emulator, time.Now)
	if err != nil {
		return nil, err
	}
	key, err := conversationKey(ctx, secrets, settings.Names)
	if err != nil {
		return nil, err
	}
	files, err := bucket.New(ctx, settings.Bucket, settings.Storage.Emulator)
	if err != nil {
		return nil, err
	}
	ledger, err := bucket.New(ctx, settings.Ledger, settings.Storage.Emulator)
	if err != nil {
		return nil, err
	}
	o, err := observe(ctx, "erase", settings.Project, settings.Trace)
	if err != nil {
		return nil, err
	}
	now := clock.New(time.Now, settings.Clock.Emulator)
	h := &erase.Handler{
		Store: requests, Configuration: o.routing(requests, now), IDs: conversation.NewIDs(key), Files: files,
		Ledger: bucket.NewLedger(ledger), Copies: time.Duration(settings.Copies) * day,
		Wall: time.Now, Now: now, Log: o.log,
	}
	if table := settings.Warehouse.Table; table != "" {
		if h.Rows, err = warehouse.New(ctx, table, settings.Warehouse.Emulator); err != nil {
			return nil, err
		}
	}
	return o.events(h.Handle), nil
}

// day is the unit of settings about retention.
const day = 24 * time.Hour

func newTimer(ctx context.Context) (http.Handler, error) {
	settings, err := config.Read[config.Timer](ctx)
	if err != nil {
		return nil, err
	}
	b, err := newBase(ctx, "timer", settings.Project, settings.Timers, settings.Clock, settings.Trace)
	if err != nil {
		return nil, err
	}
	return b.Handler(&timer.Handler{
		Store: b.store, Configuration: b.configuration, Dispatcher: b.dispatcher, Timers: b.timers, Now: b.now, Log: b.log,
	}), nil
}

func newMedia(ctx context.Context) (http.Handler, error) {
	settings, err := config.Read[config.Media](ctx)
	if err != nil {
		return nil, err
	}
	results, err := topic.New(ctx, settings.Project, settings.Results)
	if err != nil {
		return nil, err
	}
	files, err := bucket.New(ctx, settings.Bucket, settings.Storage.Emulator)
	if err != nil {
		return nil, err
	}
	o, err := observe(ctx, "media", settings.Project, settings.Trace)
	if err != nil {
		return nil, err
	}
	sources, err := media.Channels(channels.Adapters(settings.Channels, nil))
	if err != nil {
		return nil, err
	}
	return o.Handler(&media.Handler{
		Bucket: files, Results: results, Channels: sources,
		Now: clock.New(time.Now, settings.Clock.Emulator), Log: o.log,
	}), nil
}

func newExport(ctx context.Context) (eventHandler, error) {
	settings, err := config.Read[config.Export](ctx)
	if err != nil {
		return nil, err
	}
	o, err := observe(ctx, "export", settings.Project, settings.Trace)
	if err != nil {
		return nil, err
	}
	events, err := store.New(ctx, settings.Project)
	if err != nil {
		return nil, err
	}
	to, err := topic.New(ctx, settings.Project, settings.Topic)
	if err != nil {
		return nil, err
	}
	h := &export.Handler{Events: events, Topic: to, Log: o.log}
	return o.events(h.Handle), nil
}

func newDesk(ctx context.Context) (http.Handler, error) {
	settings, err := config.Read[config.Desk](ctx)
	if err != nil {
		return nil, err
	}
	client, err := desk.Client()
	if err != nil {
		return nil, err
	}
	files, err := bucket.New(ctx, settings.Bucket, settings.Storage.Emulator)
	if err != nil {
		return nil, err
	}
	var ahead func() time.Duration
	if settings.Clock.Emulator != "" {
		now := clock.New(time.Now, settings.Clock.Emulator)
		ahead = func() time.Duration { return time.Until(now()) }
	}
	h, err := desk.New(desk.Options{
		Settings: settings, Channels: channels.ForClient(), Client: client,
		Access: access.New(settings.Project, settings.Firestore.Emulator), Files: files,
		Ahead: ahead, Wall: time.Now, Log: logger(settings.Project, "desk"),
	})
	if err != nil {
		return nil, err
	}
	return new(trace.Tracer).Handler(h), nil
}
