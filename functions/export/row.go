package export

import (
	"encoding/json"

	"github.com/frontdesk-gcp/frontdesk/shared/conversation"
	"github.com/frontdesk-gcp/frontdesk/shared/trace"
)

// row is a row of the table, terraform/bigquery_events.json. No column is called
// from, to or at: BigQuery reserves these words, and every query would have to
// quote them.
//
// A row holds nothing of a customer. The facts behind a decision include what the
// customer wrote, and the reasons may say what an agent did, so both stay in
// Firestore, where they are erased with the customer; trace_id and seq lead
// there.
type row struct {
	Conversation  string `json:"conversation"`
	Seq           int64  `json:"seq"`
	OccurredAt    string `json:"occurred_at"`
	Session       int64  `json:"session"`
	FromState     string `json:"from_state"`
	ToState       string `json:"to_state"`
	Cause         string `json:"cause"`
	Actor         string `json:"actor"`
	Queue         string `json:"queue,omitempty"`
	ConfigVersion string `json:"config_version,omitempty"`
	TraceID       string `json:"trace_id,omitempty"`
}

// micros is BigQuery's format of a time, which has no more than microseconds.
const micros = "2006-01-02T15:04:05.999999Z"

func encode(id conversation.ID, e conversation.Event) []byte {
	data, err := json.Marshal(row{
		Conversation: string(id), Seq: e.Seq, OccurredAt: e.At.UTC().Format(micros), Session: e.Session,
		FromState: string(e.From), ToState: string(e.To), Cause: string(e.Cause), Actor: e.Actor,
		Queue: e.Queue, ConfigVersion: e.ConfigVersion, TraceID: trace.Parse(e.Traceparent).Trace,
	})
	if err != nil {
		panic(err) // strings and numbers
	}
	return data
}
