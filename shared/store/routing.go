package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"cloud.google.com/go/firestore"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/configuration"
)

// routingAge is how long a configuration is used before the document is read
// again. So a new version is in force within seconds, and an idle function reads
// nothing.
const routingAge = 10 * time.Second

// Routing is the routing configuration in force. It is safe for concurrent use.
type Routing struct {
	store    *Store
	channels channel.Profiles
	now      func() time.Time
	refused  func(error)

	mu      sync.Mutex
	config  *configuration.Config
	seen    string // what was read last, however that went
	checked time.Time
	// said is the failure that was reported last, at saidAt.
	said   string
	saidAt time.Time
}

// reportEvery is how often the same failure is reported again while it lasts.
const reportEvery = 10 * time.Minute

// Routing returns the routing configuration of the database, for the given channels.
// refused is called for a version that cannot be loaded, read or archived, or that is
// gone, while the last good one stays in force: once for a version that cannot be
// loaded, and every ten minutes for the others.
func (s *Store) Routing(channels channel.Profiles, now func() time.Time, refused func(error)) *Routing {
	return &Routing{store: s, channels: channels, now: now, refused: refused}
}

// Current returns the configuration in force: the one in the database or, if that
// cannot be loaded, the last good one, which another instance may have used. What
// supervisors set at the desk is in it. It fails only if there never was a good one.
//
// It reads 1 document every 10 seconds at most and the settings that are in force, for
// which the least is 1, and nothing while it is not called. A new version is archived
// before it is used, with 1 write.
func (r *Routing) Current(ctx context.Context) (*configuration.Config, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.config != nil && r.now().Sub(r.checked) < routingAge {
		return r.config, nil
	}
	text, err := r.store.routingText(ctx, "config", "current")
	if err != nil {
		return r.lastOr(ctx, err)
	}
	settings, err := r.store.Settings(ctx, r.now())
	if err != nil {
		return r.lastOr(ctx, err)
	}
	if seen := fingerprint(text, settings); seen != r.seen {
		if err := r.adopt(ctx, text, settings); err != nil {
			return r.lastOr(ctx, err)
		}
		r.seen = seen
	}
	r.checked, r.said = r.now(), ""
	return r.config, nil
}

// fingerprint changes whenever the text or a setting does.
func fingerprint(text string, settings []configuration.Setting) string {
	all := []byte(text)
	for _, s := range settings {
		all = fmt.Appendf(all, "\n%s %d", s.ID(), s.At.UnixNano())
	}
	return configuration.Version(all)
}

// Settings are what supervisors set that has not ended, in a fixed order.
//
// It reads each of them, and 1 document at least.
func (s *Store) Settings(ctx context.Context, now time.Time) ([]configuration.Setting, error) {
	docs, err := s.db.Collection("settings").Where("until", ">", now).OrderBy("until", firestore.Asc).
		Limit(configuration.MaxSettings).Documents(ctx).GetAll()
	if err != nil {
		return nil, fmt.Errorf("read settings: %w", err)
	}
	all := make([]configuration.Setting, len(docs))
	for i, doc := range docs {
		if err := doc.DataTo(&all[i]); err != nil {
			return nil, fmt.Errorf("decode %s: %w", doc.Ref.Path, err)
		}
	}
	return all, nil
}

// adopt puts a new version in force, or refuses it.
func (r *Routing) adopt(ctx context.Context, text string, settings []configuration.Setting) error {
	config, merged, leftOut, err := configuration.LoadWith([]byte(text), settings, r.now(), r.channels)
	for _, id := range slices.Sorted(maps.Keys(leftOut)) {
		r.refused(&configuration.SettingError{ID: id, Err: leftOut[id]})
	}
	if err != nil {
		if r.config == nil {
			config = r.store.lastGood(ctx, r.channels)
		}
		if r.config == nil && config == nil {
			return err
		}
		r.refused(err)
	} else if err := r.store.archive(ctx, string(merged), config.Version, r.now()); err != nil {
		return err
	}
	if config != nil {
		r.config = config
	}
	return nil
}

// lastOr returns the last good configuration and reports the error, or else returns
// the error. After that, nothing is read again until the configuration's age is over.
func (r *Routing) lastOr(ctx context.Context, err error) (*configuration.Config, error) {
	if r.config == nil {
		r.config = r.store.lastGood(ctx, r.channels)
	}
	if r.config == nil {
		return nil, fmt.Errorf("no routing configuration yet: %w", err)
	}
	r.checked = r.now()
	if said := err.Error(); said != r.said || r.now().Sub(r.saidAt) >= reportEvery {
		r.said, r.saidAt = said, r.now()
		r.refused(err)
	}
	return r.config, nil
}

func (s *Store) routingText(ctx context.Context, collection, id string) (string, error) {
	doc, err := s.db.Collection(collection).Doc(id).Get(ctx)
	if err != nil {
		return "", fmt.Errorf("read %s/%s: %w", collection, id, err)
	}
	var current struct {
		Routing string `firestore:"routing"`
	}
	if err := doc.DataTo(&current); err != nil {
		return "", fmt.Errorf("decode %s/%s: %w", collection, id, err)
	}
	if current.Routing == "" {
		return "", fmt.Errorf("%s/%s holds no routing", collection, id)
	}
	return current.Routing, nil
}

// archive stores a version, because recorded decisions refer to it. usedAt is
// when it was last put in force.
func (s *Store) archive(ctx context.Context, text, version string, now time.Time) error {
	_, err := s.db.Collection("configs").Doc(version).Set(ctx, map[string]any{"routing": text, "usedAt": now})
	if err != nil {
		return fmt.Errorf("archive routing configuration %s: %w", version, err)
	}
	return nil
}

// lastGood is the version that was last put in force, by any instance.
func (s *Store) lastGood(ctx context.Context, channels channel.Profiles) *configuration.Config {
	docs, err := s.db.Collection("configs").OrderBy("usedAt", firestore.Desc).Limit(1).Documents(ctx).GetAll()
	if err != nil || len(docs) == 0 {
		return nil
	}
	text, _ := docs[0].Data()["routing"].(string)
	config, err := configuration.Load([]byte(text), channels)
	if err != nil {
		return nil // an older release understood more
	}
	return config
}

// Archived returns a version that was once in force, for the given channels.
//
// It reads 1 document.
func (s *Store) Archived(
	ctx context.Context, version string, channels channel.Profiles,
) (*configuration.Config, error) {
	text, err := s.routingText(ctx, "configs", version)
	if err != nil {
		return nil, err
	}
	return configuration.Load([]byte(text), channels)
}

// CountOpen counts the open sessions of a queue. Sessions that are placed at the
// same instant do not see each other.
//
// It is billed as 1 read per 1,000 sessions.
func (s *Store) CountOpen(ctx context.Context, queue string) (int64, error) {
	n, err := countQuery(ctx, s.db.Collection("queues").Doc(queue).Collection("items").Query)
	if err != nil {
		return 0, fmt.Errorf("count queue %s: %w", queue, err)
	}
	return n, nil
}
