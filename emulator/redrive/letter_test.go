package redrive_test

import (
	"strings"
	"testing"
	"time"

	"cloud.google.com/go/pubsub/v2/apiv1/pubsubpb"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/frontdesk-gcp/frontdesk/emulator/redrive"
	"github.com/frontdesk-gcp/frontdesk/shared/channels"
)

const payload = `{"agent": "brands/1/agents/2", "conversationId": "c", "requestId": "r",
	"message": {"name": "m", "text": "my card is 4111 1111 1111 1111", "messageId": "m", "createTime": "2026-03-05T09:00:00Z"},
	"sendTime": "2026-03-05T09:00:00Z"}`

func TestALetterSaysWhatItIsAndWhy(t *testing.T) {
	t.Parallel()
	published := time.Date(2026, 3, 5, 9, 0, 2, 0, time.UTC)
	received := time.Date(2026, 3, 5, 9, 0, 1, 0, time.UTC)
	tests := []struct {
		name, data string
		attributes map[string]string
		want       redrive.Letter
	}{
		{
			"routing put it aside", payload,
			map[string]string{"channel": "business-messages", "account": "shop", "receivedAt": "2026-03-05T09:00:01Z", "reason": "it was a bad day"},
			redrive.Letter{Channel: "business-messages", Account: "shop", ReceivedAt: received, Why: "it was a bad day", Holds: "text"},
		},
		{
			"Pub/Sub gave up", payload,
			map[string]string{"channel": "business-messages", "account": "shop", "CloudPubSubDeadLetterSourceDeliveryCount": "100"},
			redrive.Letter{
				Channel: "business-messages", Account: "shop", ReceivedAt: published,
				Why: "it failed 100 times; the function's log says why", Holds: "text",
			},
		},
		{
			"a channel that there is not", payload,
			map[string]string{"channel": "pigeons", "reason": "pigeons"},
			redrive.Letter{Channel: "pigeons", ReceivedAt: published, Why: "pigeons", Unreadable: `there is no channel "pigeons"`},
		},
		{
			"a job", `{"conversation": "c"}`, nil,
			redrive.Letter{ReceivedAt: published, Why: "nothing says why"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.want.ID = "7"
			got := redrive.Read(&pubsubpb.PubsubMessage{
				MessageId: "7", Data: []byte(tt.data), Attributes: tt.attributes, PublishTime: timestamppb.New(published),
			}, channels.Adapters(nil, nil))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestALetterThatCannotBeReadSaysSoWithoutNumbers(t *testing.T) {
	t.Parallel()
	got := redrive.Read(&pubsubpb.PubsubMessage{
		Data: []byte(`{"4111 1111 1111 1111": `), Attributes: map[string]string{"channel": "business-messages"},
	}, channels.Adapters(nil, nil))
	if got.Holds != "" || got.Unreadable == "" || strings.Contains(got.Unreadable, "4111 1111") {
		t.Errorf("%+v", got)
	}
}

func TestALetterGoesOutAsItCameIn(t *testing.T) {
	t.Parallel()
	got := redrive.Again(&pubsubpb.PubsubMessage{
		MessageId: "7", Data: []byte("x"), OrderingKey: "k", Attributes: map[string]string{
			"account": "shop", "receivedAt": "2026-03-05T09:00:01Z", "reason": "a bad day",
			"CloudPubSubDeadLetterSourceDeliveryCount": "100", "CloudPubSubDeadLetterSourceSubscription": "s",
		},
	})
	want := &pubsubpb.PubsubMessage{
		Data: []byte("x"), Attributes: map[string]string{"account": "shop", "receivedAt": "2026-03-05T09:00:01Z"},
	}
	if diff := cmp.Diff(want, got, protocmp.Transform()); diff != "" {
		t.Error(diff)
	}
}

func TestAChoiceTakesWhatItSays(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	letter := redrive.Letter{
		ID: "7", Channel: "rcs", Account: "shop", ReceivedAt: now.Add(-time.Hour), Why: "Decode: a Bad day", Unreadable: "it is no JSON",
	}
	tests := []struct {
		name   string
		choice redrive.Choice
		taken  int
		want   bool
	}{
		{"everything", redrive.Choice{}, 1000, true},
		{"its id", redrive.Choice{IDs: "6, 7"}, 0, true},
		{"another's id", redrive.Choice{IDs: "77,6"}, 0, false},
		{"its account", redrive.Choice{Account: "shop"}, 0, true},
		{"another account", redrive.Choice{Account: "sho"}, 0, false},
		{"another channel", redrive.Choice{Channel: "business-messages"}, 0, false},
		{"a part of the reason", redrive.Choice{Why: "bad DAY"}, 0, true},
		{"another reason", redrive.Choice{Why: "good"}, 0, false},
		{"what can be read", redrive.Choice{Readable: true}, 0, false},
		{"the last two hours", redrive.Choice{Since: 2 * time.Hour}, 0, true},
		{"the last half hour", redrive.Choice{Since: 30 * time.Minute}, 0, false},
		{"before the last half hour", redrive.Choice{Until: 30 * time.Minute}, 0, true},
		{"before the last two hours", redrive.Choice{Until: 2 * time.Hour}, 0, false},
		{"one, and it is the first", redrive.Choice{Most: 1}, 0, true},
		{"one, and it is the second", redrive.Choice{Most: 1}, 1, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := tt.choice.Takes(letter, tt.taken, now); got != tt.want {
				t.Errorf("%t", got)
			}
		})
	}
	ahead := letter
	ahead.ReceivedAt = now.Add(time.Hour) // by another clock
	if !(redrive.Choice{}).Takes(ahead, 0, now) {
		t.Error("everything is not what was received by a clock that is ahead")
	}
	for _, c := range []redrive.Choice{{Most: -1}, {Since: -1}, {Until: -1}, {Since: time.Hour, Until: time.Hour}} {
		if c.Check() == nil {
			t.Errorf("nothing is wrong with %+v", c)
		}
	}
	if err := (redrive.Choice{Since: 2 * time.Hour, Until: time.Hour, Most: 3}).Check(); err != nil {
		t.Error(err)
	}
}
