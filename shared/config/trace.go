package config

import (
	"errors"
	"net/url"
)

// Trace says where traces go. The names are OpenTelemetry's; what else the library
// reads of them is not ours.
type Trace struct {
	// Endpoint is the base URL of an OTLP receiver. Without one nothing is traced.
	Endpoint string `env:"OTEL_EXPORTER_OTLP_ENDPOINT"`
	// Ratio is the share of traces that are recorded, 0 to 1.
	Ratio float64 `env:"OTEL_TRACES_SAMPLER_ARG, default=1"`
}

// check lists what is wrong with the settings that are present.
func (t Trace) check(string) error {
	var problems []error
	if u, err := url.Parse(t.Endpoint); t.Endpoint != "" &&
		(err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" || u.RawQuery != "" || u.User != nil) {
		problems = append(problems, errors.New("OTEL_EXPORTER_OTLP_ENDPOINT: want https://host or http://host"))
	}
	if !(t.Ratio >= 0 && t.Ratio <= 1) { // written this way to reject NaN as well
		problems = append(problems, errors.New("OTEL_TRACES_SAMPLER_ARG: want a share from 0 to 1"))
	}
	return errors.Join(problems...)
}
