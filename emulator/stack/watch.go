package stack

import (
	"github.com/frontdesk-gcp/frontdesk/emulator/eventarc"
	"github.com/frontdesk-gcp/frontdesk/emulator/traces"
)

// What the product is watched by is there when the options ask for it, as it is in
// the cloud when it is switched on.

// startTraces starts the receiver of traces.
func (s *Stack) startTraces() {
	if s.options.Traces {
		s.Traces = traces.New()
		s.serve(tracesPort, s.Traces)
	}
}

// tracing are the settings of every function.
func (s *Stack) tracing() []string {
	if s.Traces == nil {
		return nil
	}
	return []string{"OTEL_EXPORTER_OTLP_ENDPOINT=" + s.ports.url(tracesPort)}
}

// exporting is the function that publishes events, and what wakes it.
func (s *Stack) exporting() ([]settings, []eventarc.Trigger) {
	if !s.options.Export {
		return nil, nil
	}
	function := settings{"export", exportPort, []string{
		"GOOGLE_CLOUD_PROJECT=" + s.Project, "FIRESTORE_EMULATOR_HOST=" + s.FirestoreHost,
		"PUBSUB_EMULATOR_HOST=" + s.PubSubHost, "EVENTS_TOPIC=" + eventsTopic,
	}}
	trigger := eventarc.Trigger{
		ID: "export", Event: "created", Document: "conversations/{c}/events/{seq}", URL: s.ports.url(exportPort),
	}
	return []settings{function}, []eventarc.Trigger{trigger}
}
