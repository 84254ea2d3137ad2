package stack

import (
	"github.com/frontdesk-gcp/frontdesk/emulator/eventarc"
	"github.com/frontdesk-gcp/frontdesk/emulator/traces"
)

// How the product is observed, if the options ask for it, as in the cloud.

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

// exporting returns the function that publishes events, and its trigger.
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
