package store_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cloud.google.com/go/firestore/apiv1/firestorepb"
	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/frontdesk-gcp/frontdesk/shared/channel"
	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/store"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// full fills a value in with something, the n-th of its kind.
func full(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("text %d", *n))
	case reflect.Int64, reflect.Int:
		v.SetInt(int64(*n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 4))
		full(v.Index(0), n)
		full(v.Index(1), n)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		full(key, n)
		full(value, n)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		full(v.Elem(), n)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(noon.Add(time.Duration(*n) * time.Microsecond)))
			return
		}
		for i := range v.NumField() {
			full(v.Field(i), n)
		}
	default:
		panic(v.Kind().String() + " of " + v.Type().String())
	}
}

// TestEveryFieldIsRememberedAsItIsRead, whether it holds something or not.
func TestEveryFieldIsRememberedAsItIsRead(t *testing.T) {
	t.Parallel()
	var filled conversation.Conversation
	n := 0
	full(reflect.ValueOf(&filled).Elem(), &n)
	filled.ID, filled.Erasing = id, false
	empty := conversation.Conversation{ID: id}
	empty.Guests, empty.Heard, empty.Profile, empty.Tags = map[string]string{}, []time.Time{}, map[string]conversation.Known{}, []string{}
	for name, of := range map[string]conversation.Conversation{"filled": filled, "emptied": empty} {
		w := open(t)
		if name == "emptied" {
			if _, err := w.Update(t.Context(), id, func(conversation.Conversation) (conversation.Change, error) {
				return conversation.Change{Conversation: filled}, nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := w.Receive(t.Context(), id, noon, func(conversation.Conversation) (conversation.Change, error) {
			return conversation.Change{Conversation: of}, nil
		}); err != nil {
			t.Fatal(err)
		}
		w.counter.Take()
		var found []conversation.Conversation
		refused := errors.New("refused")
		_, err := w.Receive(t.Context(), id, noon, func(c conversation.Conversation) (conversation.Change, error) {
			found = append(found, c)
			return conversation.Change{}, refused
		})
		if !errors.Is(err, refused) || len(found) != 2 {
			t.Fatalf("%s: found %d, %v", name, len(found), err)
		}
		if diff := gocmp.Diff(found[0], found[1], cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: (-remembered +read):\n%s", name, diff)
		}
	}
}

// TestEventsThatComeAtOnceToOneProcessEachCountOnce.
func TestEventsThatComeAtOnceToOneProcessEachCountOnce(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	const events, times = 12, 2
	var all sync.WaitGroup
	for n := range events * times {
		all.Go(func() {
			in := said(2 + n%events)
			if err := w.receive(t, in); err != nil && !errors.Is(err, store.ErrDuplicate) {
				t.Errorf("%s: %v", in.ID, err)
			}
		})
	}
	all.Wait()
	c := get[conversation.Conversation](t, w.doc(""))
	if c.Messages != events+1 || c.Unread != events+1 || len(c.Heard) != events+1 {
		t.Errorf("%d messages, %d unread, %d heard, want %d", c.Messages, c.Unread, len(c.Heard), events+1)
	}
	numbers := map[int64]bool{}
	for _, name := range w.names(t, "conversations/"+string(id)+"/messages") {
		numbers[get[conversation.Message](t, w.doc("/messages/"+name)).Number] = true
	}
	if len(numbers) != events+1 {
		t.Errorf("the numbers are %v", numbers)
	}
}

// faulty lets commits fail before or after they have taken effect.
type faulty struct {
	mu     sync.Mutex
	before codes.Code
	after  codes.Code
}

func (f *faulty) unary(
	ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, o ...grpc.CallOption,
) error {
	if _, ok := req.(*firestorepb.CommitRequest); !ok {
		return invoke(ctx, method, req, reply, cc, o...)
	}
	f.mu.Lock()
	before, after := f.before, f.after
	f.before, f.after = codes.OK, codes.OK
	f.mu.Unlock()
	if before != codes.OK {
		return status.Error(before, "before")
	}
	err := invoke(ctx, method, req, reply, cc, o...)
	if err == nil && after != codes.OK {
		return status.Error(after, "after")
	}
	return err
}

// TestACommitWhoseAnswerIsLostCountsOnce, and one that did not take effect is made up for.
func TestACommitWhoseAnswerIsLostCountsOnce(t *testing.T) {
	t.Parallel()
	f := new(faulty)
	w := open(t, grpc.WithChainUnaryInterceptor(f.unary))
	w.mustReceive(t, said(1))
	for n, code := range []codes.Code{codes.Internal, codes.DeadlineExceeded, codes.Unavailable, codes.Aborted, codes.Unknown} {
		f.mu.Lock()
		f.after = code
		f.mu.Unlock()
		if err := w.receive(t, said(4*n+2)); !errors.Is(err, store.ErrDuplicate) {
			t.Errorf("%s after the commit: %v", code, err)
		}
		w.mustReceive(t, said(4*n+3))
		w.mustReceive(t, said(4*n+4)) // it assumes again from here on
		f.mu.Lock()
		f.before = code
		f.mu.Unlock()
		w.mustReceive(t, said(4*n+5))
	}
	c := get[conversation.Conversation](t, w.doc(""))
	if names := w.names(t, "conversations/"+string(id)+"/messages"); c.Messages != 21 || len(names) != 21 || c.Unread != 21 {
		t.Errorf("%d messages, %d unread, and %d documents, want 21", c.Messages, c.Unread, len(names))
	}
}

// TestAnAssumptionThatIsRefusedLeavesNothingInTheTrace: no error, and no link to what was assumed.
func TestAnAssumptionThatIsRefusedLeavesNothingInTheTrace(t *testing.T) {
	t.Parallel()
	w := open(t)
	another := world{store.Of(w.db), w.db, w.counter}
	tracer, collector := traced(t)
	receive := func(ctx context.Context, by world, in channel.Inbound) error {
		_, err := by.Receive(ctx, id, in.ReceivedAt, func(c conversation.Conversation) (conversation.Change, error) {
			c.ID = id
			return c.Receive(in, in.ReceivedAt, toFront())
		})
		return err
	}
	if err := receive(trace.With(t.Context(), wrote), w, said(1)); err != nil {
		t.Fatal(err)
	}
	if err := receive(trace.With(t.Context(), acted), another, said(2)); err != nil {
		t.Fatal(err)
	}
	ctx, end := tracer.Begin(t.Context())
	for _, in := range []channel.Inbound{said(3), said(3)} {
		ctx, span := trace.Follow(ctx, "receive", "")
		if err := receive(ctx, w, in); err != nil && !errors.Is(err, store.ErrDuplicate) {
			t.Fatal(err)
		}
		span.End(nil)
	}
	end()
	var got []string
	for _, s := range collector.Spans() {
		line := strings.TrimSpace(s.Name + " " + s.Attributes["step"])
		if s.Failed {
			line += " failed"
		}
		for _, l := range s.Links {
			line += " → " + cmp.Or(map[string]string{wrote[3:35]: "assumed", acted[3:35]: "the other's"}[l.Trace], "own")
		}
		got = append(got, line)
	}
	const commit = "f commit update conversation"
	want := []string{commit, commit, "f receive", commit, "f receive → own"}
	if !slices.Equal(want, got) {
		t.Errorf("spans %q, want %q", got, want)
	}
}

// TestAFirstMessageThatFailedIsReadInOneGoWhenItComesAgain, as the process still does not know
// of a conversation.
func TestAFirstMessageThatFailedIsReadInOneGoWhenItComesAgain(t *testing.T) {
	t.Parallel()
	var trips atomic.Int64
	f := new(faulty)
	w := open(t, grpc.WithChainUnaryInterceptor(f.unary), counting(&trips))
	f.before = codes.Internal
	if err := w.receive(t, said(1)); err == nil {
		t.Fatal("no error")
	}
	trips.Store(0)
	w.mustReceive(t, said(1))
	if trips.Load() != 1 {
		t.Errorf("%d round trips, want 1", trips.Load())
	}
}

// TestWhatChangesNothingLeavesWhatIsRemembered: a repeated message, or a signal that says nothing
// new, is no reason to read the conversation with the next one.
func TestWhatChangesNothingLeavesWhatIsRemembered(t *testing.T) {
	t.Parallel()
	w := open(t)
	w.mustReceive(t, said(1))
	types := func(n int) channel.Inbound {
		in := said(n)
		in.Kind, in.On, in.Text = channel.Typing, true, ""
		return in
	}
	w.mustReceive(t, types(2))
	for n, nothing := range []channel.Inbound{types(3), said(1)} {
		if err := w.receive(t, nothing); !errors.Is(err, conversation.ErrStale) && !errors.Is(err, store.ErrDuplicate) {
			t.Fatal(err)
		}
		w.counter.Take()
		w.mustReceive(t, said(4+n))
		w.costs(t, "a message after one that changed nothing", 0, 2)
	}
}
