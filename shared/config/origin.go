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

// errOrigin names the one setting of the type: the library does not.
var errOrigin = errors.New(
	"BUSINESS_MESSAGES_FILES_URL: want https://host, or http:// with a loopback host, and nothing behind it")

// EnvDecode reads the setting, for example "https://storage.googleapis.com".
func (o *Origin) EnvDecode(text string) error {
	u, err := url.Parse(text)
	if err != nil {
		return errOrigin // the library's error repeats the value
	}
	*o = Origin{Scheme: u.Scheme, Host: u.Host}
	if u.Hostname() == "" || o.String() != text || u.Scheme != "https" && (u.Scheme != "http" || !o.Local()) {
		return errOrigin
	}
	return nil
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
