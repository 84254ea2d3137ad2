package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/frontdesk-gcp/frontdesk/shared/config"
)

func TestWhereTracesGoIsCheckedBeforeServing(t *testing.T) {
	t.Parallel()
	const (
		endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT: want https://host or http://host"
		ratio    = "OTEL_TRACES_SAMPLER_ARG: want a share from 0 to 1"
	)
	tests := []struct {
		name, endpoint, ratio string
		want                  string
	}{
		{"nothing is set", "", "", ""},
		{"Google's", "https://telemetry.googleapis.com", "0.1", ""},
		{"one on this machine", "http://127.0.0.1:4318", "1", ""},
		{"one with a path", "https://collector.example/otlp", "0", ""},
		{"a host without a scheme", "telemetry.googleapis.com", "", endpoint},
		{"another scheme", "grpc://telemetry.googleapis.com", "", endpoint},
		{"no host", "https://", "", endpoint},
		{"a password in it", "https://u:p@collector.example", "", endpoint},
		{"more than all", "", "1.1", ratio},
		{"less than nothing", "", "-0.1", ratio},
		{"no number", "", "NaN", ratio},
		{"both are wrong", "x", "2", endpoint + "\n" + ratio},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := config.ReadFrom[config.Export](t.Context(), environment(map[string]string{
				"EVENTS_TOPIC": "e", "OTEL_EXPORTER_OTLP_ENDPOINT": tt.endpoint, "OTEL_TRACES_SAMPLER_ARG": tt.ratio,
			}))
			got := ""
			if err != nil {
				got = err.Error()
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if strings.Contains(got, "u:p") {
				t.Errorf("the password is repeated: %s", got)
			}
		})
	}
}
