package rcs

import (
	"io"
	"mime"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/frontdesk-gcp/frontdesk/emulator/google"
	"github.com/frontdesk-gcp/frontdesk/emulator/phone"
)

// fetchWithin bounds the fetching of one file.
const fetchWithin = 20 * time.Second

// fetcher fetches the files that messages name by their addresses, as Google does before it takes a message. It fetches
// what is on this machine: a laptop need not reach anything else.
type fetcher struct {
	now func() time.Time

	mu      sync.Mutex
	fetched map[string]fetched // by address; Google keeps a file for as long as an uploaded one
}

// fetched is what is known of a file from its server.
type fetched struct {
	at          time.Time
	contentType string
	name        string // empty if its server says none
	size        int    // bytes
}

func newFetcher(now func() time.Time) *fetcher {
	return &fetcher{now: now, fetched: map[string]fetched{}}
}

// all fetches the files of a message. They must not be anywhere else than they say.
func (f *fetcher) all(m *contentMessage) error {
	const field = "agent_message.content_message"
	if err := f.info(m.ContentInfo, field+".content_info"); err != nil {
		return err
	}
	for _, card := range m.cards() {
		if card.Media == nil {
			continue
		}
		if err := f.info(card.Media.ContentInfo, field+".rich_card.media.content_info"); err != nil {
			return err
		}
	}
	return nil
}

func (f *fetcher) info(c *contentInfo, field string) error {
	if c == nil {
		return nil
	}
	again := c.ForceRefresh != nil && bool(*c.ForceRefresh)
	if err := f.fetch(c.FileURL, field+".file_url", 0, again); err != nil || c.ThumbnailURL == "" {
		return err
	}
	return f.fetch(c.ThumbnailURL, field+".thumbnail_url", 0, again)
}

// fetch fetches a file, by way of so many redirects at most. What Google answers when it cannot is not documented beyond
// the status.
func (f *fetcher) fetch(address, field string, redirects int, again bool) error {
	u, err := url.Parse(address) // it was checked
	if err != nil || !phone.IsLoopback(u.Hostname()) {
		return nil
	}
	if _, has := f.of(address); has && !again {
		return nil
	}
	client := http.Client{Timeout: fetchWithin, CheckRedirect: func(_ *http.Request, via []*http.Request) error {
		if len(via) > redirects {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	res, err := client.Get(address)
	if err != nil {
		return google.Invalid(field, "The file could not be fetched: its server does not answer.")
	}
	defer func() { _ = res.Body.Close() }()
	file, err := fits(res, field)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	file.at = f.now()
	f.fetched[address] = file
	return nil
}

// of is what is known of the file at an address, if it was fetched.
func (f *fetcher) of(address string) (fetched, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	file, ok := f.fetched[address]
	return file, ok && f.now().Sub(file.at) <= uploadLife
}

// fileOf returns how to find an agent's files by what a message calls them: the name of an upload, or an address.
func (s *Service) fileOf(a *agent) func(string) (upload, bool) {
	uploads := s.files.of(a)
	return func(name string) (upload, bool) {
		if u, err := url.Parse(name); err == nil && u.IsAbs() {
			return s.fetch.known(name), true
		}
		return uploads(name)
	}
}

// known is the file at an address as far as somebody knows it: its server, if it was fetched, or else the address.
func (f *fetcher) known(address string) upload {
	if file, ok := f.of(address); ok {
		return upload{url: address, name: file.name, contentType: file.contentType, size: file.size}
	}
	return upload{url: address, contentType: typeOfURL(address)}
}

// fits looks at what a file's server answers.
func fits(res *http.Response, field string) (fetched, error) {
	kind, _, err := mime.ParseMediaType(res.Header.Get("Content-Type"))
	switch {
	case res.StatusCode != http.StatusOK:
		return fetched{}, google.Invalid(field, "The file could not be fetched: its server answers %d.", res.StatusCode)
	case err != nil || !isFileType(kind):
		return fetched{}, google.Invalid(field, "Unsupported media type %q.", res.Header.Get("Content-Type"))
	}
	size, err := io.Copy(io.Discard, io.LimitReader(res.Body, maxFile+1))
	switch {
	case err != nil:
		return fetched{}, google.Invalid(field, "The file could not be fetched: its server breaks off.")
	case size == 0:
		return fetched{}, google.Invalid(field, "The file is empty.")
	case size > maxFile:
		return fetched{}, google.Invalid(field, "A file has at most %d bytes.", maxFile)
	}
	_, disposition, _ := mime.ParseMediaType(res.Header.Get("Content-Disposition")) // a server need not say it
	return fetched{contentType: kind, name: disposition["filename"], size: int(size)}, nil
}
