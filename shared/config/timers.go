package config

import (
	"errors"
	"net/url"
	"regexp"
	"strings"
)

// Timers says where timers are set.
type Timers struct {
	// Queue is the queue of Cloud Tasks, projects/P/locations/L/queues/Q.
	Queue string `env:"TIMER_QUEUE" need:"the queue of Cloud Tasks for timers, projects/P/locations/L/queues/Q"`
	// URL is functions/timer's, and Account the service account that calls it.
	URL     string `env:"TIMER_URL" need:"the URL of the timer function"`
	Account string `env:"TIMER_ACCOUNT" need:"the e-mail address of the service account that calls the timer function"`
	// Emulator is the host and port of a stand-in, spoken to in the clear.
	Emulator string `env:"CLOUD_TASKS_EMULATOR_HOST"`
}

var queueName = regexp.MustCompile(`^projects/[^/]+/locations/[^/]+/queues/[^/]+$`)

// check lists what is wrong with the settings that are present. Cloud Tasks would
// only reject them with the first timer, long after the function began to serve.
func (t Timers) check(string) error {
	var problems []error
	if t.Queue != "" && !queueName.MatchString(t.Queue) {
		problems = append(problems, errors.New("TIMER_QUEUE: want projects/P/locations/L/queues/Q"))
	}
	if t.URL != "" && !callable(t.URL) {
		problems = append(problems, errors.New("TIMER_URL: want https://host, or http:// with a loopback host"))
	}
	if t.Account != "" && !strings.Contains(t.Account, "@") {
		problems = append(problems, errors.New("TIMER_ACCOUNT: want an e-mail address"))
	}
	return errors.Join(problems...)
}

// callable reports whether Cloud Tasks may call a URL, given that it sends a
// token along.
func callable(text string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && Origin{Host: u.Host}.Local()
}
