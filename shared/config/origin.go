package config

import (
	"errors"
	"net/netip"
	"net/url"
)

// Origin is where files may be fetched from: a scheme and a host, with the port
// where it is not the scheme's own.
type Origin struct {
	// Scheme is https; only on this very machine it may be http.
	Scheme string
	// Host is as it stands in a URL, for example "storage.googleapis.com".
	Host string
}

var errOrigin = errors.New("want https://host, or http:// with a loopback host, and nothing behind it")

// ParseOrigin reads an origin, for example "https://storage.googleapis.com".
func ParseOrigin(text string) (Origin, error) {
	u, err := url.Parse(text)
	if err != nil {
		return Origin{}, errOrigin // the library's error repeats the value
	}
	o := Origin{Scheme: u.Scheme, Host: u.Host}
	if u.Hostname() == "" || o.String() != text || u.Scheme != "https" && (u.Scheme != "http" || !o.Local()) {
		return Origin{}, errOrigin
	}
	return o, nil
}

// String is the origin as it stands at the beginning of a URL.
func (o Origin) String() string { return o.Scheme + "://" + o.Host }

// Local reports whether the host is this machine's by its name, without a
// look-up: "localhost" or a loopback address.
func (o Origin) Local() bool {
	name := (&url.URL{Host: o.Host}).Hostname()
	ip, err := netip.ParseAddr(name)
	return name == "localhost" || err == nil && ip.Unmap().IsLoopback()
}
